/**
 * What every script begins with. Functions report failure by their status and
 * do not rely on `set -e`, which bash switches off inside of conditions.
 */
export const PRELUDE = `set -euo pipefail

# Seconds between two tries of what AWS is not ready for.
PAUSE="\${PAUSE:-5}"
export AWS_PAGER='' AWS_DEFAULT_OUTPUT=json
# They would be taken instead of the profiles.
unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN

workspace="$(mktemp -d)"
trap 'rm -rf "$workspace"' EXIT

fail() {
  printf '%s\\n' "$*" >&2
  exit 1
}

need() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || fail "$tool is needed and was not found."
  done
}

# use_account PROFILE REGION ACCOUNT PARTITION: that of the calls that follow
use_account() {
  export AWS_PROFILE="$1" AWS_REGION="$2" AWS_DEFAULT_REGION="$2"
  ACCOUNT_ID="$3" PARTITION="$4"
}

# check_account PROFILE REGION ACCOUNT PARTITION: the profile is of that account
check_account() {
  local found
  use_account "$@"
  found="$(aws sts get-caller-identity --query Account --output text)" ||
    fail "Profile $1 cannot be used."
  [ "$found" = "$3" ] || fail "Profile $1 is of account $found, not $3."
}

# What passes by itself: other writers, throttling, roles that AWS does not know yet.
TRANSIENT='ConcurrentModification|Throttl|TooManyRequests|Rate exceeded|OperationTimeout|ServiceUnavailable|Invalid principal|Grantee has no permissions|cannot be assumed|register the S3 path'

# call SERVICE OPERATION < JSON: one call, repeated while AWS is not ready for it
call() {
  local request attempt
  request="$(mktemp "$workspace/request.XXXXXX")"
  cat >"$request"
  for ((attempt = 1; attempt <= 24; attempt++)); do
    if aws "$1" "$2" --cli-input-json "file://$request" 2>"$request.errors"; then
      return 0
    fi
    grep -qE "$TRANSIENT" "$request.errors" || break
    sleep "$PAUSE"
  done
  cat "$request.errors" >&2
  return 1
}

# ignoring PATTERN COMMAND…: an error that matches is no error
ignoring() {
  local pattern="$1" errors
  shift
  errors="$(mktemp "$workspace/ignoring.XXXXXX")"
  "$@" 2>"$errors" && return 0
  grep -qE "$pattern" "$errors" && return 0
  cat "$errors" >&2
  return 1
}

# wait_for WHAT COMMAND…: until the command succeeds
wait_for() {
  local what="$1" attempt
  shift
  echo "Waiting for $what"
  for ((attempt = 1; attempt <= 120; attempt++)); do
    "$@" && return 0
    sleep "$PAUSE"
  done
  fail "Waited too long for $what."
}

# same JSON JSON: whether both mean the same
same() {
  [ "$(jq -S . <<<"$1")" = "$(jq -S . <<<"$2")" ]
}

# with_statements DOCUMENT STATEMENTS: a policy with these, in the place of those of their Sids
with_statements() {
  jq --argjson ours "$2" '
    .Version //= "2012-10-17"
    | .Statement |= ([.] | flatten | map(select(. != null))
      | . as $found
      | map(.Sid as $sid | ([$ours[] | select(.Sid == $sid)][0] // .))
        + [$ours[] | select(.Sid as $sid | any($found[]; .Sid == $sid) | not)])
  ' <<<"$1"
}

# without_statement DOCUMENT SID
without_statement() {
  jq --arg sid "$2" '.Statement |= ([.] | flatten | map(select(.Sid != $sid)))' <<<"$1"
}
`;
