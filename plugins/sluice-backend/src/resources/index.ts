import { ResourceTypeName } from '@sluice/plugin-sluice-common';
import { acceptedShare } from './acceptedShare';
import { authorizedSessionTag } from './authorizedSessionTag';
import { catalogPolicyStatement } from './catalogPolicyStatement';
import { crossAccountVersion } from './crossAccountVersion';
import { dataCellsFilter } from './dataCellsFilter';
import { dataLakeAdministrator } from './dataLakeAdministrator';
import { eksAccessEntry } from './eksAccessEntry';
import { emrSecurityConfiguration } from './emrSecurityConfiguration';
import { emrVirtualCluster } from './emrVirtualCluster';
import { externalDataFiltering } from './externalDataFiltering';
import { glueDatabase } from './glueDatabase';
import { iamOidcProvider } from './iamOidcProvider';
import { iamPolicy } from './iamPolicy';
import { iamPolicyMember } from './iamPolicyMember';
import { iamRole } from './iamRole';
import { icebergRows } from './icebergRows';
import { icebergTable } from './icebergTable';
import { kubernetesObject } from './kubernetesObject';
import { lakeFormationPermission } from './lakeFormationPermission';
import { noDefaultIamAllowedPrincipals } from './noDefaultIamAllowedPrincipals';
import { registeredLocation } from './registeredLocation';
import { resourceLink } from './resourceLink';
import { s3Bucket } from './s3Bucket';
import { withoutIamAllowedPrincipals } from './withoutIamAllowedPrincipals';
import { ResourceType } from './ResourceType';

/** Every type of resource that a declaration may want. */
export const resourceTypes: { [T in ResourceTypeName]: ResourceType<T> } = {
  acceptedShare,
  authorizedSessionTag,
  catalogPolicyStatement,
  crossAccountVersion,
  dataCellsFilter,
  dataLakeAdministrator,
  eksAccessEntry,
  emrSecurityConfiguration,
  emrVirtualCluster,
  externalDataFiltering,
  glueDatabase,
  iamOidcProvider,
  iamPolicy,
  iamPolicyMember,
  iamRole,
  icebergRows,
  icebergTable,
  kubernetesObject,
  lakeFormationPermission,
  noDefaultIamAllowedPrincipals,
  registeredLocation,
  resourceLink,
  s3Bucket,
  withoutIamAllowedPrincipals,
};

export { createResourceContext, type ResourceContext } from './ResourceContext';
export type { ResourceType } from './ResourceType';
