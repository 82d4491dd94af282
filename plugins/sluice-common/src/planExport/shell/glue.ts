import { createTableStatement, insertStatement } from '../../athenaSql';
import { ShellExporter } from './ShellExporter';
import { quote, withJson } from './text';

export const DATABASE_FUNCTIONS = `
# ensure_database NAME < DatabaseInput
ensure_database() {
  local wanted found
  wanted="$(cat)"
  found="$(ignoring EntityNotFoundException aws glue get-database --name "$1" --query Database)"
  if [ -z "$found" ]; then
    jq '{DatabaseInput: .}' <<<"$wanted" | call glue create-database
    return
  fi
  put_database "$1" "$found" "$wanted"
}

# put_database NAME FOUND CHANGES: the call replaces all that is said of a database
put_database() {
  jq --arg name "$1" --argjson wanted "$3" '
    {Name, Description, LocationUri, Parameters, TargetDatabase, FederatedDatabase} + $wanted
    | with_entries(select(.value != null))
    | {Name: $name, DatabaseInput: .}' <<<"$2" | call glue update-database
}

# Glue would delete the tables of a database with it.
remove_database() {
  local tables
  tables="$(ignoring EntityNotFoundException aws glue get-tables --database-name "$1" | jq -r '.TableList[].Name')"
  [ -z "$tables" ] || fail "Database $1 still holds tables: $tables"
  ignoring EntityNotFoundException aws glue delete-database --name "$1"
}
`;

export const CLOSE_DATABASE = `
# close_database NAME: new tables in it give nothing to IAM_ALLOWED_PRINCIPALS
close_database() {
  put_database "$1" "$(aws glue get-database --name "$1" --query Database)" '{"CreateTableDefaultPermissions": []}'
}
`;

const ATHENA_FUNCTIONS = `
query_has_ended() {
  query_state="$(aws athena get-query-execution --query-execution-id "$1" --query QueryExecution.Status.State --output text)"
  case "$query_state" in SUCCEEDED | FAILED | CANCELLED) ;; *) return 1 ;; esac
}

# run_query WHAT < StartQueryExecution: runs a statement in Athena to its end
run_query() {
  local id query_state=''
  id="$(call athena start-query-execution | jq -r .QueryExecutionId)"
  wait_for "$1" query_has_ended "$id"
  [ "$query_state" = SUCCEEDED ] || fail "Athena ended $1 as $query_state: $(
    aws athena get-query-execution --query-execution-id "$id" --query QueryExecution.Status.StateChangeReason --output text
  )"
}
`;

const TABLE_FUNCTIONS = `
# describe_table DATABASE TABLE < {description, comments}: what Athena's DDL cannot say
describe_table() {
  local found wanted
  found="$(aws glue get-table --database-name "$1" --name "$2" --query Table)"
  wanted="$(jq --argjson table "$found" '. as $wanted
    | $table | {Name, Description, Owner, Retention, StorageDescriptor, PartitionKeys, TableType, Parameters}
    | .Description = ($wanted.description // .Description)
    | .StorageDescriptor.Columns |= map(.Comment = ($wanted.comments[.Name] // .Comment))
    | del(.. | nulls)')"
  # With the version, a commit of another writer meanwhile is not lost.
  jq --arg database "$1" --argjson table "$found" '
    select(.Description != $table.Description or .StorageDescriptor != $table.StorageDescriptor)
    | {DatabaseName: $database, TableInput: ., VersionId: $table.VersionId}' <<<"$wanted" |
    { request="$(cat)"; [ -z "$request" ] || call glue update-table <<<"$request"; }
}
`;

const ROW_FUNCTIONS = `
# has_rows DATABASE TABLE: whether the table ever had any
has_rows() {
  local metadata
  metadata="$(aws glue get-table --database-name "$1" --name "$2" --query Table.Parameters.metadata_location --output text)"
  aws s3 cp "$metadata" - | jq -e '(."current-snapshot-id" // -1) != -1' >/dev/null
}
`;

const LINK_FUNCTIONS = `
# remove_link DATABASE NAME: Glue deletes links and tables by the same call
remove_link() {
  local links
  links="$(ignoring EntityNotFoundException aws glue get-tables --database-name "$1" |
    jq --arg name "$2" '[.TableList[] | select(.Name == $name and .TargetTable)] | length')"
  [ "\${links:-0}" = 0 ] || aws glue delete-table --database-name "$1" --name "$2"
}
`;

export const glueDatabase: ShellExporter<'glueDatabase'> = {
  functions: [DATABASE_FUNCTIONS],

  apply: ({ name, description, locationUri }) =>
    withJson(`ensure_database ${quote(name)}`, {
      Name: name,
      Description: description,
      LocationUri: locationUri,
      CreateTableDefaultPermissions: [],
    }),

  remove: ({ name }) => `remove_database ${quote(name)}`,
};

export const icebergTable: ShellExporter<'icebergTable'> = {
  functions: [ATHENA_FUNCTIONS, TABLE_FUNCTIONS],

  apply(properties) {
    const { database, name, description, columns } = properties;
    const comments = Object.fromEntries(
      columns.flatMap(column =>
        column.comment ? [[column.name, column.comment]] : [],
      ),
    );
    return [
      withJson(
        `run_query ${quote(`the making of table ${database}.${name}`)}`,
        query(createTableStatement(properties), properties),
      ),
      withJson(`describe_table ${quote(database)} ${quote(name)}`, {
        description,
        comments,
      }),
    ];
  },

  remove: ({ database, name }) =>
    `ignoring EntityNotFoundException aws glue delete-table --database-name ${quote(
      database,
    )} --name ${quote(name)}`,
};

export const icebergRows: ShellExporter<'icebergRows'> = {
  functions: [ATHENA_FUNCTIONS, ROW_FUNCTIONS],

  apply(properties) {
    const { database, table, rows } = properties;
    if (rows.length === 0) return [];
    return withJson(
      `has_rows ${quote(database)} ${quote(table)} || run_query ${quote(
        `the filling of table ${database}.${table}`,
      )}`,
      query(insertStatement(properties), properties),
    );
  },
};

export const resourceLink: ShellExporter<'resourceLink'> = {
  functions: [LINK_FUNCTIONS],

  apply: ({ database, name, target }) =>
    withJson('ignoring AlreadyExistsException call glue create-table', {
      DatabaseName: database,
      TableInput: {
        Name: name,
        TargetTable: {
          CatalogId: target.catalogId,
          DatabaseName: target.database,
          Name: target.table,
        },
      },
    }),

  remove: ({ database, name }) =>
    `remove_link ${quote(database)} ${quote(name)}`,
};

function query(
  sql: string,
  {
    database,
    athenaOutputLocation,
  }: { database: string; athenaOutputLocation: string },
) {
  return {
    QueryString: sql,
    QueryExecutionContext: { Database: database },
    ResultConfiguration: { OutputLocation: athenaOutputLocation },
  };
}
