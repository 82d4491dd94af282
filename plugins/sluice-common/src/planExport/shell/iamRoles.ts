import { partitionOf } from '../../iamDocuments';
import { ShellExporter } from './ShellExporter';
import { quote, withJson } from './text';

const ROLE_FUNCTIONS = `
# ensure_role NAME POLICY… < {description, trust}
ensure_role() {
  local name="$1" wanted role trust policy
  shift
  wanted="$(cat)"
  role="$(ignoring NoSuchEntity aws iam get-role --role-name "$name" --query Role)"
  if [ -z "$role" ]; then
    jq --arg name "$name" '{
      RoleName: $name, Description: .description,
      AssumeRolePolicyDocument: ({Version: "2012-10-17", Statement: .trust} | tojson),
      Tags: [{Key: "managed-by", Value: "sluice"}]
    }' <<<"$wanted" | call iam create-role >/dev/null
  else
    # Left out, the duration would go back to an hour.
    jq --argjson role "$role" 'select(.description != ($role.Description // ""))
      | {RoleName: $role.RoleName, Description: .description, MaxSessionDuration: $role.MaxSessionDuration}' <<<"$wanted" |
      unless_empty call iam update-role >/dev/null
    trust="$(with_statements "$(jq .AssumeRolePolicyDocument <<<"$role")" "$(jq .trust <<<"$wanted")")"
    same "$(jq .AssumeRolePolicyDocument <<<"$role")" "$trust" ||
      jq --arg name "$name" '{RoleName: $name, PolicyDocument: tojson}' <<<"$trust" | call iam update-assume-role-policy
  fi
  for policy in "$@"; do
    aws iam attach-role-policy --role-name "$name" --policy-arn "arn:$PARTITION:iam::$ACCOUNT_ID:policy/$policy"
  done
}

# unless_empty COMMAND…: runs it if there is anything on its input
unless_empty() {
  local input
  input="$(cat)"
  [ -z "$input" ] || "$@" <<<"$input"
}

remove_role() {
  local entry
  [ -n "$(ignoring NoSuchEntity aws iam get-role --role-name "$1")" ] || return 0
  for entry in $(aws iam list-attached-role-policies --role-name "$1" | jq -r '.AttachedPolicies[].PolicyArn'); do
    aws iam detach-role-policy --role-name "$1" --policy-arn "$entry"
  done
  for entry in $(aws iam list-role-policies --role-name "$1" | jq -r '.PolicyNames[]'); do
    aws iam delete-role-policy --role-name "$1" --policy-name "$entry"
  done
  aws iam delete-role --role-name "$1"
}
`;

const OIDC_FUNCTIONS = `
# add_client_ids ARN ID…
add_client_ids() {
  local arn="$1" present id
  shift
  present="$(aws iam get-open-id-connect-provider --open-id-connect-provider-arn "$arn" --query ClientIDList)"
  for id in "$@"; do
    jq -e --arg id "$id" 'index($id)' <<<"$present" >/dev/null ||
      aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn "$arn" --client-id "$id"
  done
}
`;

export const iamRole: ShellExporter<'iamRole'> = {
  functions: [ROLE_FUNCTIONS],

  apply: ({ name, description, trust, attachedPolicies }) =>
    withJson(
      ['ensure_role', ...[name, ...attachedPolicies].map(quote)].join(' '),
      { description, trust },
    ),

  remove: ({ name }) => `remove_role ${quote(name)}`,
};

export const iamOidcProvider: ShellExporter<'iamOidcProvider'> = {
  functions: [OIDC_FUNCTIONS],

  apply: ({ issuerUrl, clientIds }, account) => [
    withJson(
      'ignoring EntityAlreadyExists call iam create-open-id-connect-provider >/dev/null',
      { Url: issuerUrl, ClientIDList: clientIds },
    ),
    [
      'add_client_ids',
      ...[arnOf(issuerUrl, account), ...clientIds].map(quote),
    ].join(' '),
  ],

  remove: ({ issuerUrl }, account) =>
    `ignoring NoSuchEntity aws iam delete-open-id-connect-provider --open-id-connect-provider-arn ${quote(
      arnOf(issuerUrl, account),
    )}`,
};

function arnOf(
  issuerUrl: string,
  { accountId, region }: { accountId: string; region: string },
): string {
  const issuer = issuerUrl.replace(/^https:\/\//, '').replace(/\/$/, '');
  return `arn:${partitionOf(region)}:iam::${accountId}:oidc-provider/${issuer}`;
}
