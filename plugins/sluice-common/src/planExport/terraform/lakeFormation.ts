import { PermissionResource } from '../../accessModel';
import { HclBody, nested } from './hcl';
import { BY_SHELL, TerraformExporter } from './TerraformExporter';

export const registeredLocation: TerraformExporter<'registeredLocation'> = ({
  resourceArn,
  roleArn,
  hybridAccess,
}) => ({
  resources: [
    {
      type: 'aws_lakeformation_resource',
      body: {
        arn: resourceArn,
        role_arn: roleArn,
        hybrid_access_enabled: hybridAccess,
      },
    },
  ],
});

export const dataCellsFilter: TerraformExporter<'dataCellsFilter'> = ({
  catalogId,
  database,
  table,
  name,
  columns,
  rowFilter,
}) => ({
  importId: [database, name, catalogId, table].join(','),
  resources: [
    {
      type: 'aws_lakeformation_data_cells_filter',
      body: {
        table_data: nested({
          table_catalog_id: catalogId,
          database_name: database,
          table_name: table,
          name,
          column_names: columns,
          column_wildcard: columns ? undefined : nested({}),
          row_filter: nested(
            rowFilter
              ? { filter_expression: rowFilter }
              : { all_rows_wildcard: nested({}) },
          ),
        }),
      },
    },
  ],
});

export const lakeFormationPermission: TerraformExporter<
  'lakeFormationPermission'
> = ({ principal, resource, permissions, grantable }) => {
  const on = blockOf(resource);
  if (!on) {
    return {
      instead: `Terraform grants nothing on a resource of kind ${resource.kind}. ${BY_SHELL}`,
    };
  }
  return {
    resources: [
      {
        type: 'aws_lakeformation_permissions',
        body: {
          principal,
          permissions,
          permissions_with_grant_option:
            grantable.length > 0 ? grantable : undefined,
          ...on,
        },
      },
    ],
  };
};

export const withoutIamAllowedPrincipals: TerraformExporter<
  'withoutIamAllowedPrincipals'
> = ({ database, table }) => ({
  instead: `Terraform revokes only what it granted, and IAM_ALLOWED_PRINCIPALS got its permissions on ${
    table ? `table ${database}.${table}` : `database ${database}`
  } from others. ${BY_SHELL}`,
});

function blockOf(resource: PermissionResource): HclBody | undefined {
  switch (resource.kind) {
    case 'catalog':
      return { catalog_id: resource.catalogId, catalog_resource: true };
    case 'database':
      return {
        database: nested({
          catalog_id: resource.catalogId,
          name: resource.databaseName,
        }),
      };
    case 'allTables':
      return {
        table: nested({
          catalog_id: resource.catalogId,
          database_name: resource.databaseName,
          wildcard: true,
        }),
      };
    case 'table':
      return {
        table: nested({
          catalog_id: resource.catalogId,
          database_name: resource.databaseName,
          name: resource.tableName,
        }),
      };
    case 'columns': {
      const { columns } = resource;
      return {
        table_with_columns: nested({
          catalog_id: resource.catalogId,
          database_name: resource.databaseName,
          name: resource.tableName,
          ...(columns.kind === 'include'
            ? { column_names: columns.names }
            : { wildcard: true }),
          ...(columns.kind === 'exclude' && {
            excluded_column_names: columns.names,
          }),
        }),
      };
    }
    case 'dataCellsFilter':
      return {
        data_cells_filter: nested({
          table_catalog_id: resource.catalogId,
          database_name: resource.databaseName,
          table_name: resource.tableName,
          name: resource.filterName,
        }),
      };
    case 'dataLocation':
      return {
        data_location: nested({
          catalog_id: resource.catalogId,
          arn: resource.resourceArn,
        }),
      };
    case 'lfTag':
      return {
        lf_tag: nested({
          catalog_id: resource.catalogId,
          key: resource.key,
          values: resource.values,
        }),
      };
    case 'lfTagPolicy':
      return {
        lf_tag_policy: nested({
          catalog_id: resource.catalogId,
          resource_type: resource.resourceType,
          expression: nested(
            ...resource.expression.map(({ key, values }) => ({ key, values })),
          ),
        }),
      };
    default:
      return undefined;
  }
}
