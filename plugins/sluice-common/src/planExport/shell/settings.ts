import { ShellExporter } from './ShellExporter';
import { quote } from './text';

const CHANGE_SETTINGS = `
# change_settings JQ…: the settings of Lake Formation are one document; it is read, changed and put back
change_settings() {
  local before after
  before="$(aws lakeformation get-data-lake-settings --query DataLakeSettings)"
  after="$(jq "$@" <<<"$before")"
  same "$before" "$after" ||
    jq '{DataLakeSettings: .}' <<<"$after" | call lakeformation put-data-lake-settings
}

# add_principal LIST PRINCIPAL, and what else changes with it
add_principal() {
  change_settings --arg list "$1" --arg principal "$2" '
    .[$list] = ((.[$list] // [])
      | if any(.[]; .DataLakePrincipalIdentifier == $principal) then .
        else . + [{DataLakePrincipalIdentifier: $principal}] end)'"\${3:-}"
}

remove_principal() {
  change_settings --arg list "$1" --arg principal "$2" '
    .[$list] = ((.[$list] // []) | map(select(.DataLakePrincipalIdentifier != $principal)))'"\${3:-}"
}
`;

const CATALOG_POLICY = `
# put_catalog_policy CHANGE ARGUMENT: Glue's policy of the catalog, if nobody else writes it meanwhile
put_catalog_policy() {
  local found before after condition
  found="$(ignoring EntityNotFoundException aws glue get-resource-policy)"
  found="\${found:-{\\}}"
  before="$(jq '.PolicyInJson // "{}" | fromjson' <<<"$found")"
  after="$("$1" "$before" "$2")"
  if same "$before" "$after"; then return 0; fi
  condition="$(jq 'if .PolicyHash then {PolicyHashCondition: .PolicyHash} else {PolicyExistsCondition: "NOT_EXIST"} end' <<<"$found")"
  if [ "$(jq '[.Statement] | flatten | length' <<<"$after")" = 0 ]; then
    jq '{PolicyHashCondition} | with_entries(select(.value != null))' <<<"$condition" | call glue delete-resource-policy
  else
    jq --argjson condition "$condition" '{PolicyInJson: tojson, EnableHybrid: "TRUE"} + $condition' <<<"$after" |
      call glue put-resource-policy >/dev/null
  fi
}
`;

export const dataLakeAdministrator: ShellExporter<'dataLakeAdministrator'> = {
  functions: [CHANGE_SETTINGS],
  apply: ({ principalArn }) =>
    `add_principal DataLakeAdmins ${quote(principalArn)}`,
  remove: ({ principalArn }) =>
    `remove_principal DataLakeAdmins ${quote(principalArn)}`,
};

export const externalDataFiltering: ShellExporter<'externalDataFiltering'> = {
  functions: [CHANGE_SETTINGS],
  apply: ({ accountId }) =>
    `add_principal ExternalDataFilteringAllowList ${quote(
      accountId,
    )} '| .AllowExternalDataFiltering = true'`,
  // Lake Formation refuses an empty list while filtering is on.
  remove: ({ accountId }) =>
    `remove_principal ExternalDataFilteringAllowList ${quote(
      accountId,
    )} '| if .ExternalDataFilteringAllowList == [] then .AllowExternalDataFiltering = false else . end'`,
};

export const authorizedSessionTag: ShellExporter<'authorizedSessionTag'> = {
  functions: [CHANGE_SETTINGS],
  apply: ({ value }) =>
    `change_settings --arg value ${quote(
      value,
    )} '.AuthorizedSessionTagValueList |= ((. // []) | if index($value) then . else . + [$value] end)'`,
  remove: ({ value }) =>
    `change_settings --arg value ${quote(
      value,
    )} '.AuthorizedSessionTagValueList |= ((. // []) - [$value])'`,
};

export const noDefaultIamAllowedPrincipals: ShellExporter<'noDefaultIamAllowedPrincipals'> =
  {
    functions: [CHANGE_SETTINGS],
    apply: () =>
      `change_settings '
  def closed: (. // []) | map(select(.Principal.DataLakePrincipalIdentifier != "IAM_ALLOWED_PRINCIPALS"));
  .CreateDatabaseDefaultPermissions |= closed | .CreateTableDefaultPermissions |= closed'`,
  };

export const crossAccountVersion: ShellExporter<'crossAccountVersion'> = {
  functions: [CHANGE_SETTINGS],
  apply: ({ atLeast }) =>
    `change_settings --argjson least ${atLeast} '
  if (.Parameters.CROSS_ACCOUNT_VERSION // "1" | tonumber) >= $least then .
  else .Parameters.CROSS_ACCOUNT_VERSION = ($least | tostring) end'`,
};

export const catalogPolicyStatement: ShellExporter<'catalogPolicyStatement'> = {
  functions: [CATALOG_POLICY],
  apply: ({ statement }) =>
    `put_catalog_policy with_statements ${quote(
      JSON.stringify([statement], undefined, 2),
    )}`,
  remove: ({ statement }) =>
    `put_catalog_policy without_statement ${quote(statement.Sid)}`,
};
