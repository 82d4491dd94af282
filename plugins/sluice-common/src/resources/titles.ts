import { PermissionResource } from '../accessModel';
import { ResourceProperties, ResourceTypeName } from './properties';

type Titles = {
  [T in ResourceTypeName]: (properties: ResourceProperties[T]) => string;
};

const TITLES: Titles = {
  s3Bucket: ({ name }) => `S3 bucket ${name}`,
  iamPolicy: ({ name }) => `IAM policy ${name}`,
  iamPolicyMember: ({ policyName, statement, resourceArn }) =>
    `${nameOfArn(resourceArn)} in statement ${
      statement.Sid
    } of IAM policy ${policyName}`,
  iamRole: ({ name }) => `IAM role ${name}`,
  iamOidcProvider: ({ issuerUrl }) => `IAM OIDC provider ${issuerUrl}`,
  registeredLocation: ({ resourceArn }) =>
    `Registered location ${resourceArn.replace('arn:aws:s3:::', 's3://')}`,
  glueDatabase: ({ name }) => `Database ${name}`,
  icebergTable: ({ database, name }) => `Iceberg table ${database}.${name}`,
  icebergRows: ({ database, table, rows }) =>
    `${rows.length} rows of ${database}.${table}`,
  resourceLink: ({ database, name, target }) =>
    `Resource link ${database}.${name} to ${target.database}.${target.table}`,
  dataCellsFilter: ({ database, table, name }) =>
    `Data cells filter ${name} of ${database}.${table}`,
  lakeFormationPermission: ({ principal, resource, permissions, grantable }) =>
    `${permissions.join(', ')}${
      grantable.length > 0 ? ' with grant option' : ''
    } on ${titleOfPermissionResource(resource)} for ${nameOfArn(principal)}`,
  withoutIamAllowedPrincipals: ({ database, table }) =>
    `No IAM_ALLOWED_PRINCIPALS on ${
      table ? `table ${database}.${table}` : `database ${database}`
    }`,
  dataLakeAdministrator: ({ principalArn }) =>
    `Data lake administrator ${nameOfArn(principalArn)}`,
  externalDataFiltering: ({ accountId }) =>
    `External data filtering by engines of account ${accountId}`,
  authorizedSessionTag: ({ value }) =>
    `Authorized session tag value "${value}"`,
  noDefaultIamAllowedPrincipals: () =>
    'No IAM_ALLOWED_PRINCIPALS on new databases and tables',
  crossAccountVersion: ({ atLeast }) =>
    `Cross-account version ${atLeast} or later`,
  catalogPolicyStatement: ({ statement }) =>
    `Statement ${statement.Sid} of the Data Catalog's resource policy`,
  acceptedShare: ({ senderAccountId }) =>
    `Accepted shares of account ${senderAccountId}`,
  eksAccessEntry: ({ cluster, principalArn }) =>
    `Access entry of ${nameOfArn(principalArn)} on EKS cluster ${cluster}`,
  kubernetesObject: ({ kind, namespace, name }) =>
    `${kind} ${namespace ? `${namespace}/` : ''}${name}`,
  emrSecurityConfiguration: ({ name }) => `EMR security configuration ${name}`,
  emrVirtualCluster: ({ name }) => `EMR virtual cluster ${name}`,
};

/**
 * A resource in a few words: `IAM role emr_…_execution_role`.
 * @public
 */
export function titleOfResource<T extends ResourceTypeName>(
  type: T,
  properties: ResourceProperties[T],
): string {
  return TITLES[type](properties);
}

function nameOfArn(principal: string): string {
  const name = principal.split('/').pop()!;
  return /^\d{12}$/.test(name) ? `account ${name}` : name;
}

function titleOfPermissionResource(resource: PermissionResource): string {
  switch (resource.kind) {
    case 'catalog':
      return `catalog ${resource.catalogId}`;
    case 'database':
      return `database ${resource.databaseName}`;
    case 'allTables':
      return `all tables of ${resource.databaseName}`;
    case 'table':
    case 'columns':
      return `table ${resource.databaseName}.${resource.tableName}`;
    case 'dataCellsFilter':
      return `filter ${resource.filterName} of ${resource.databaseName}.${resource.tableName}`;
    case 'dataLocation':
      return `location ${resource.resourceArn}`;
    default:
      return resource.kind;
  }
}
