import { PermissionResource } from '../accessModel';
import { ResourceProperties, ResourceTypeName } from './properties';

type Identity = {
  [T in ResourceTypeName]: (properties: ResourceProperties[T]) => string[];
};

/** What tells a resource from others of its type in one account. */
const IDENTITY: Identity = {
  s3Bucket: ({ name }) => [name],
  iamPolicy: ({ name }) => [name],
  iamPolicyMember: ({ policyName, statement, resourceArn }) => [
    policyName,
    statement.Sid,
    resourceArn,
  ],
  iamRole: ({ name }) => [name],
  iamOidcProvider: ({ issuerUrl }) => [issuerUrl],
  registeredLocation: ({ resourceArn }) => [resourceArn],
  glueDatabase: ({ name }) => [name],
  icebergTable: ({ database, name }) => [database, name],
  icebergRows: ({ database, table }) => [database, table],
  resourceLink: ({ database, name }) => [database, name],
  dataCellsFilter: ({ catalogId, database, table, name }) => [
    catalogId,
    database,
    table,
    name,
  ],
  lakeFormationPermission: ({ principal, resource }) => [
    principal,
    ...permissionResourceIdentity(resource),
  ],
  withoutIamAllowedPrincipals: ({ database, table }) => [
    database,
    ...(table ? [table] : []),
  ],
  dataLakeAdministrator: ({ principalArn }) => [principalArn],
  externalDataFiltering: ({ accountId }) => [accountId],
  authorizedSessionTag: ({ value }) => [value],
  noDefaultIamAllowedPrincipals: ({ scope }) => [scope],
  crossAccountVersion: () => ['settings'],
  catalogPolicyStatement: ({ statement }) => [statement.Sid],
  acceptedShare: ({ senderAccountId }) => [senderAccountId],
  eksAccessEntry: ({ cluster, principalArn }) => [cluster, principalArn],
  kubernetesObject: ({ cluster, kind, namespace, name }) => [
    cluster,
    kind,
    ...(namespace ? [namespace] : []),
    name,
  ],
  emrSecurityConfiguration: ({ name }) => [name],
  emrVirtualCluster: ({ name }) => [name],
};

/** @internal */
export function identityOf<T extends ResourceTypeName>(
  type: T,
  properties: ResourceProperties[T],
): string {
  return IDENTITY[type](properties).join('/');
}

function permissionResourceIdentity(resource: PermissionResource): string[] {
  const { kind } = resource;
  switch (kind) {
    case 'catalog':
      return [kind, resource.catalogId];
    case 'database':
    case 'allTables':
      return [kind, resource.catalogId, resource.databaseName];
    case 'table':
      return [
        kind,
        resource.catalogId,
        resource.databaseName,
        resource.tableName,
      ];
    case 'dataCellsFilter':
      return [
        kind,
        resource.catalogId,
        resource.databaseName,
        resource.tableName,
        resource.filterName,
      ];
    default:
      return [kind, JSON.stringify(resource)];
  }
}
