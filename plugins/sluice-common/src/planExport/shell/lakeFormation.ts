import { printPermissionResource } from '../../permissions';
import { CLOSE_DATABASE, DATABASE_FUNCTIONS } from './glue';
import { ShellExporter } from './ShellExporter';
import { comment, quote, withJson } from './text';

const IAM_ALLOWED_PRINCIPALS = 'IAM_ALLOWED_PRINCIPALS';

const LOCATION_FUNCTIONS = `
# ensure_location ARN < RegisterResource
ensure_location() {
  local wanted found
  wanted="$(cat)"
  found="$(ignoring EntityNotFoundException aws lakeformation describe-resource --resource-arn "$1" --query ResourceInfo)"
  if [ -z "$found" ]; then
    call lakeformation register-resource <<<"$wanted"
  else
    # What is not said here goes back as it was read: the call replaces the registration.
    jq --argjson wanted "$wanted" '{WithFederation, ExpectedResourceOwnerAccount} + $wanted
      | with_entries(select(.value != null))' <<<"$found" | call lakeformation update-resource
  fi
}
`;

const FILTER_FUNCTIONS = `
# ensure_filter < TableData
ensure_filter() {
  local wanted found
  wanted="$(cat)"
  found="$(jq '{TableCatalogId, DatabaseName, TableName, Name}' <<<"$wanted" |
    ignoring EntityNotFoundException call lakeformation get-data-cells-filter)"
  if [ -z "$found" ]; then
    jq '{TableData: .}' <<<"$wanted" | call lakeformation create-data-cells-filter
  else
    jq --argjson found "$found" '{TableData: (. + {VersionId: $found.DataCellsFilter.VersionId} | with_entries(select(.value != null)))}' <<<"$wanted" |
      call lakeformation update-data-cells-filter
  fi
}
`;

const IAM_ALLOWED_PRINCIPALS_FUNCTIONS = `
# Lake Formation says so when there is nothing to revoke.
NOTHING_HELD='No permissions revoked|Grantee has no|EntityNotFoundException'

# revoke_from_everybody < {Principal, Resource}: first ALL, then what is left of it
revoke_from_everybody() {
  local target held
  target="$(cat)"
  jq '. + {Permissions: ["ALL"]}' <<<"$target" | TRANSIENT=ConcurrentModification ignoring "$NOTHING_HELD" call lakeformation revoke-permissions
  held="$(call lakeformation list-permissions <<<"$target" |
    jq '[.PrincipalResourcePermissions[]
      | select(.Principal.DataLakePrincipalIdentifier == "IAM_ALLOWED_PRINCIPALS")
      | .Permissions[]] | unique')"
  [ "$held" = '[]' ] ||
    jq --argjson held "$held" '. + {Permissions: $held}' <<<"$target" | call lakeformation revoke-permissions
}
`;

const REVOKE_FUNCTIONS = `
# revoke < RevokePermissions: what is not held any more is as good as revoked
revoke() {
  TRANSIENT=ConcurrentModification ignoring 'No permissions revoked|Grantee has no|EntityNotFoundException' \\
    call lakeformation revoke-permissions
}
`;

export const registeredLocation: ShellExporter<'registeredLocation'> = {
  functions: [LOCATION_FUNCTIONS],

  apply: ({ resourceArn, roleArn, hybridAccess }) =>
    withJson(`ensure_location ${quote(resourceArn)}`, {
      ResourceArn: resourceArn,
      RoleArn: roleArn,
      HybridAccessEnabled: hybridAccess,
    }),

  remove: ({ resourceArn }) =>
    `ignoring EntityNotFoundException aws lakeformation deregister-resource --resource-arn ${quote(
      resourceArn,
    )}`,
};

export const dataCellsFilter: ShellExporter<'dataCellsFilter'> = {
  functions: [FILTER_FUNCTIONS],

  apply: ({ catalogId, database, table, name, columns, rowFilter }) =>
    withJson('ensure_filter', {
      TableCatalogId: catalogId,
      DatabaseName: database,
      TableName: table,
      Name: name,
      ...(columns ? { ColumnNames: columns } : { ColumnWildcard: {} }),
      RowFilter: rowFilter
        ? { FilterExpression: rowFilter }
        : { AllRowsWildcard: {} },
    }),

  remove: ({ catalogId, database, table, name }) =>
    withJson(
      'ignoring EntityNotFoundException call lakeformation delete-data-cells-filter',
      {
        TableCatalogId: catalogId,
        DatabaseName: database,
        TableName: table,
        Name: name,
      },
    ),
};

export const lakeFormationPermission: ShellExporter<'lakeFormationPermission'> =
  {
    functions: [REVOKE_FUNCTIONS],

    apply({ principal, resource, permissions, grantable }) {
      if (resource.kind === 'unrecognised') return notUnderstood(resource);
      const target = printPermissionResource(resource);
      return withJson('call lakeformation grant-permissions', {
        Principal: { DataLakePrincipalIdentifier: principal },
        Resource: target,
        Permissions: permissions,
        PermissionsWithGrantOption: grantable,
      });
    },

    // One by one: Lake Formation refuses a list of which one is not held.
    remove({ principal, resource, permissions, grantable }) {
      if (resource.kind === 'unrecognised') return notUnderstood(resource);
      const target = printPermissionResource(resource);
      return permissions.map(permission =>
        withJson('revoke', {
          Principal: { DataLakePrincipalIdentifier: principal },
          Resource: target,
          Permissions: [permission],
          PermissionsWithGrantOption: grantable.filter(
            each => each === permission,
          ),
        }),
      );
    },
  };

export const withoutIamAllowedPrincipals: ShellExporter<'withoutIamAllowedPrincipals'> =
  {
    functions: [
      DATABASE_FUNCTIONS,
      CLOSE_DATABASE,
      IAM_ALLOWED_PRINCIPALS_FUNCTIONS,
    ],

    apply: ({ database, table }, { accountId }) => [
      // Changing the database may take what is revoked next.
      ...(table ? [] : [`close_database ${quote(database)}`]),
      withJson(
        'revoke_from_everybody',
        everybody({ accountId, database, table }),
      ),
    ],

    remove: ({ database, table }, { accountId }) =>
      withJson(
        'ignoring EntityNotFoundException call lakeformation grant-permissions',
        {
          ...everybody({ accountId, database, table }),
          Permissions: ['ALL'],
        },
      ),
  };

function everybody(place: {
  accountId: string;
  database: string;
  table?: string;
}) {
  const { accountId: catalogId, database, table } = place;
  return {
    Principal: { DataLakePrincipalIdentifier: IAM_ALLOWED_PRINCIPALS },
    Resource: printPermissionResource(
      table
        ? { kind: 'table', catalogId, databaseName: database, tableName: table }
        : { kind: 'database', catalogId, databaseName: database },
    ),
  };
}

function notUnderstood(resource: { kind: string }): string {
  return comment(
    `A permission on a resource of kind ${resource.kind} has to be dealt with in the Lake Formation console.`,
  );
}
