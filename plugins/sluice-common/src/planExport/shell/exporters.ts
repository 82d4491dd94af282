import { ResourceTypeName } from '../../resources';
import { eksAccessEntry, kubernetesObject } from './eks';
import { emrSecurityConfiguration, emrVirtualCluster } from './emr';
import { glueDatabase, icebergRows, icebergTable, resourceLink } from './glue';
import { iamPolicy, iamPolicyMember } from './iamPolicies';
import { iamOidcProvider, iamRole } from './iamRoles';
import {
  dataCellsFilter,
  lakeFormationPermission,
  registeredLocation,
  withoutIamAllowedPrincipals,
} from './lakeFormation';
import { acceptedShare } from './ram';
import { s3Bucket } from './s3';
import {
  authorizedSessionTag,
  catalogPolicyStatement,
  crossAccountVersion,
  dataLakeAdministrator,
  externalDataFiltering,
  noDefaultIamAllowedPrincipals,
} from './settings';
import { ShellExporter } from './ShellExporter';

export const SHELL_EXPORTERS: {
  [T in ResourceTypeName]: ShellExporter<T>;
} = {
  s3Bucket,
  iamPolicy,
  iamPolicyMember,
  iamRole,
  iamOidcProvider,
  registeredLocation,
  glueDatabase,
  icebergTable,
  icebergRows,
  resourceLink,
  dataCellsFilter,
  lakeFormationPermission,
  withoutIamAllowedPrincipals,
  dataLakeAdministrator,
  externalDataFiltering,
  authorizedSessionTag,
  noDefaultIamAllowedPrincipals,
  crossAccountVersion,
  catalogPolicyStatement,
  acceptedShare,
  eksAccessEntry,
  kubernetesObject,
  emrSecurityConfiguration,
  emrVirtualCluster,
};
