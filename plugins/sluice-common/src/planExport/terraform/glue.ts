import { expression, nested } from './hcl';
import { BY_SHELL, TerraformExporter } from './TerraformExporter';

/** Types of Athena's DDL that Iceberg calls by another name. */
const ICEBERG_TYPES: Record<string, string> = { bigint: 'long' };

export const glueDatabase: TerraformExporter<'glueDatabase'> = (
  { name, description, locationUri },
  { account },
) => ({
  importId: `${account.accountId}:${name}`,
  remark:
    'Terraform cannot say that new tables give nothing to IAM_ALLOWED_PRINCIPALS: they give what the settings of Lake Formation say.',
  resources: [
    {
      type: 'aws_glue_catalog_database',
      body: { name, description, location_uri: locationUri },
    },
  ],
});

export const icebergTable: TerraformExporter<'icebergTable'> = (
  { database, name, description, location, columns, partitionedBy },
  { account },
) => ({
  importId: `${account.accountId}:${database}:${name}`,
  resources: [
    {
      type: 'aws_glue_catalog_table',
      body: {
        database_name: database,
        name,
        description,
        open_table_format_input: nested({
          iceberg_input: nested({
            metadata_operation: 'CREATE',
            version: '2',
            iceberg_table_input: nested({
              location,
              schema: nested({
                schema_id: 0,
                type: 'struct',
                fields: nested(
                  ...columns.map((column, index) => ({
                    id: index + 1,
                    name: column.name,
                    required: false,
                    type: JSON.stringify(icebergType(column.type)),
                    doc: column.comment,
                  })),
                ),
              }),
              partition_spec:
                partitionedBy.length > 0
                  ? nested({
                      spec_id: 0,
                      fields: nested(
                        ...partitionedBy.map(partition => ({
                          name: partition,
                          source_id:
                            columns.findIndex(each => each.name === partition) +
                            1,
                          transform: 'identity',
                        })),
                      ),
                    })
                  : undefined,
            }),
          }),
        }),
        // Every commit to the table changes what Glue says of it.
        lifecycle: nested({
          prevent_destroy: true,
          ignore_changes: [expression('parameters')],
        }),
      },
    },
  ],
});

export const icebergRows: TerraformExporter<'icebergRows'> = ({
  database,
  table,
  rows,
}) => ({
  instead: `Terraform puts no rows into tables; ${rows.length} are to go into ${database}.${table}. ${BY_SHELL}`,
});

export const resourceLink: TerraformExporter<'resourceLink'> = (
  { database, name, target },
  { account },
) => ({
  importId: `${account.accountId}:${database}:${name}`,
  resources: [
    {
      type: 'aws_glue_catalog_table',
      body: {
        database_name: database,
        name,
        target_table: nested({
          catalog_id: target.catalogId,
          database_name: target.database,
          name: target.table,
        }),
      },
    },
  ],
});

function icebergType(type: string): string {
  return ICEBERG_TYPES[type] ?? type;
}
