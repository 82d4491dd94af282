import { ShellExporter } from './ShellExporter';
import { quote, withJson } from './text';

const POLICY_FUNCTIONS = `
policy_arn() {
  printf 'arn:%s:iam::%s:policy/%s' "$PARTITION" "$ACCOUNT_ID" "$1"
}

# policy_document NAME: the document in force; nothing if there is no such policy
policy_document() {
  local version
  version="$(ignoring NoSuchEntity aws iam get-policy --policy-arn "$(policy_arn "$1")" --query Policy.DefaultVersionId --output text)"
  [ -z "$version" ] ||
    aws iam get-policy-version --policy-arn "$(policy_arn "$1")" --version-id "$version" --query PolicyVersion.Document
}

# other_policy_versions NAME: ids of those not in force, oldest first
other_policy_versions() {
  aws iam list-policy-versions --policy-arn "$(policy_arn "$1")" |
    jq -r '[.Versions[] | select(.IsDefaultVersion | not) | .VersionId] | sort_by(.[1:] | tonumber)[]'
}

# put_policy_document NAME DOCUMENT: the oldest of five versions makes room
put_policy_document() {
  local others
  others="$(other_policy_versions "$1")"
  if [ "$(wc -w <<<"$others")" -ge 4 ]; then
    aws iam delete-policy-version --policy-arn "$(policy_arn "$1")" --version-id "$(head -n 1 <<<"$others")"
  fi
  jq --arg arn "$(policy_arn "$1")" '{PolicyArn: $arn, PolicyDocument: tojson, SetAsDefault: true}' <<<"$2" |
    call iam create-policy-version >/dev/null
}
`;

const ENSURE_POLICY = `
# ensure_policy NAME exclusive|shared < DOCUMENT
ensure_policy() {
  local wanted found
  wanted="$(cat)"
  found="$(policy_document "$1")"
  if [ -z "$found" ]; then
    jq --arg name "$1" '{PolicyName: $name, PolicyDocument: tojson}' <<<"$wanted" | call iam create-policy >/dev/null
    return
  fi
  if [ "$2" = shared ]; then
    wanted="$(with_statements "$found" "$(jq .Statement <<<"$wanted")")"
  fi
  same "$found" "$wanted" || put_policy_document "$1" "$wanted"
}

remove_policy() {
  local version
  [ -n "$(policy_document "$1")" ] || return 0
  for version in $(other_policy_versions "$1"); do
    aws iam delete-policy-version --policy-arn "$(policy_arn "$1")" --version-id "$version"
  done
  aws iam delete-policy --policy-arn "$(policy_arn "$1")"
}
`;

const POLICY_MEMBERS = `
# add_policy_member POLICY ARN < STATEMENT without Resource
add_policy_member() {
  local found wanted
  found="$(policy_document "$1")"
  [ -n "$found" ] || fail "IAM policy $1 is not there; make it first."
  wanted="$(jq --argjson document "$found" --arg arn "$2" '
    . as $statement
    | ([$document.Statement] | flatten) as $statements
    | ([$statements[] | select(.Sid == $statement.Sid) | .Resource] | flatten) as $members
    | ($statement + {Resource: ($members + [$arn] | unique)}) as $joined
    | $document + {Statement: (
        if any($statements[]; .Sid == $statement.Sid)
        then $statements | map(if .Sid == $statement.Sid then $joined else . end)
        else $statements + [$joined] end)}
  ')"
  same "$found" "$wanted" || put_policy_document "$1" "$wanted"
}

# remove_policy_member POLICY SID ARN: the statement goes with its last member
remove_policy_member() {
  local found wanted
  found="$(policy_document "$1")"
  [ -n "$found" ] || return 0
  wanted="$(jq --arg sid "$2" --arg arn "$3" '.Statement |= ([.] | flatten | map(
    if .Sid == $sid then .Resource = ([.Resource] | flatten - [$arn]) else . end
    | select(.Resource != [])))' <<<"$found")"
  same "$found" "$wanted" || put_policy_document "$1" "$wanted"
}
`;

export const iamPolicy: ShellExporter<'iamPolicy'> = {
  functions: [POLICY_FUNCTIONS, ENSURE_POLICY],

  apply: ({ name, statements, exclusive }) =>
    withJson(
      `ensure_policy ${quote(name)} ${exclusive ? 'exclusive' : 'shared'}`,
      { Version: '2012-10-17', Statement: statements },
    ),

  remove: ({ name }) => `remove_policy ${quote(name)}`,
};

export const iamPolicyMember: ShellExporter<'iamPolicyMember'> = {
  functions: [POLICY_FUNCTIONS, POLICY_MEMBERS],

  apply: ({ policyName, statement, resourceArn }) =>
    withJson(
      `add_policy_member ${quote(policyName)} ${quote(resourceArn)}`,
      statement,
    ),

  remove: ({ policyName, statement, resourceArn }) =>
    `remove_policy_member ${quote(policyName)} ${quote(statement.Sid)} ${quote(
      resourceArn,
    )}`,
};
