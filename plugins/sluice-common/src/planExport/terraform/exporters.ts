import { ResourceTypeName } from '../../resources';
import { eksAccessEntry, kubernetesObject } from './eks';
import { emrSecurityConfiguration, emrVirtualCluster } from './emr';
import { glueDatabase, icebergRows, icebergTable, resourceLink } from './glue';
import { iamOidcProvider, iamPolicy, iamPolicyMember, iamRole } from './iam';
import {
  dataCellsFilter,
  lakeFormationPermission,
  registeredLocation,
  withoutIamAllowedPrincipals,
} from './lakeFormation';
import { s3Bucket } from './s3';
import { acceptedShare, catalogPolicyStatement } from './sharing';
import { TerraformExporter } from './TerraformExporter';

/** Those of the settings of Lake Formation are merged, not exported one by one. */
export type MergedType =
  | 'dataLakeAdministrator'
  | 'externalDataFiltering'
  | 'authorizedSessionTag'
  | 'noDefaultIamAllowedPrincipals'
  | 'crossAccountVersion';

export const TERRAFORM_EXPORTERS: {
  [T in Exclude<ResourceTypeName, MergedType>]: TerraformExporter<T>;
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
  catalogPolicyStatement,
  acceptedShare,
  eksAccessEntry,
  kubernetesObject,
  emrSecurityConfiguration,
  emrVirtualCluster,
};
