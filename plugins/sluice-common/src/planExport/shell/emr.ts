import { EmrSecurityConfigurationProperties } from '../../resources';
import { ShellExporter } from './ShellExporter';
import { quote, withJson } from './text';

const SECURITY_CONFIGURATION_FUNCTIONS = `
# security_configuration NAME CONTENTS: id of the newest one with these; nothing if there is none
security_configuration() {
  local id data
  for id in $(aws emr-containers list-security-configurations | jq -r --arg name "$1" \\
    '[.securityConfigurations[] | select(.name == $name)] | sort_by(.createdAt) | reverse[] | .id'); do
    data="$(aws emr-containers describe-security-configuration --id "$id" \\
      --query securityConfiguration.securityConfigurationData.authorizationConfiguration.lakeFormationConfiguration)"
    if same "$data" "$2"; then
      printf '%s' "$id"
      return
    fi
  done
}

# ensure_security_configuration NAME < CONTENTS: it cannot be changed; a newer one of the name takes its place
ensure_security_configuration() {
  local contents
  contents="$(cat)"
  [ -n "$(security_configuration "$1" "$contents")" ] || jq --arg name "$1" '
    {name: $name, securityConfigurationData: {authorizationConfiguration: {lakeFormationConfiguration: .}}}' <<<"$contents" |
    call emr-containers create-security-configuration >/dev/null
}
`;

const VIRTUAL_CLUSTER_FUNCTIONS = `
# virtual_clusters NAME CLUSTER STATE…
virtual_clusters() {
  local name="$1" cluster="$2"
  shift 2
  aws emr-containers list-virtual-clusters --container-provider-id "$cluster" --container-provider-type EKS --states "$@" |
    jq --arg name "$name" '[.virtualClusters[] | select(.name == $name)]'
}

virtual_clusters_have_ended() {
  [ "$(virtual_clusters "$1" "$2" RUNNING ARRESTED TERMINATING)" = '[]' ]
}

virtual_cluster_runs() {
  [ "$(aws emr-containers describe-virtual-cluster --id "$1" --query virtualCluster.state --output text)" = RUNNING ]
}

# ensure_virtual_cluster NAME CLUSTER NAMESPACE SECURITY_CONFIGURATION < CONTENTS of the security configuration
ensure_virtual_cluster() {
  local contents security id
  contents="$(cat)"
  security="$(security_configuration "$4" "$contents")"
  [ -n "$security" ] || fail "Security configuration $4 is not there as planned; make it first."
  if virtual_clusters "$1" "$2" RUNNING | jq -e --arg namespace "$3" --arg security "$security" '
    any(.[]; .securityConfigurationId == $security and .containerProvider.info.eksInfo.namespace == $namespace)' >/dev/null; then
    return 0
  fi
  # One of another namespace or security configuration cannot be changed.
  remove_virtual_cluster "$1" "$2"
  id="$(jq -n --arg name "$1" --arg cluster "$2" --arg namespace "$3" --arg security "$security" '{
    name: $name, securityConfigurationId: $security,
    containerProvider: {type: "EKS", id: $cluster, info: {eksInfo: {namespace: $namespace}}}
  }' | call emr-containers create-virtual-cluster | jq -r .id)"
  wait_for "virtual cluster $1 to run" virtual_cluster_runs "$id"
}

remove_virtual_cluster() {
  local id
  for id in $(virtual_clusters "$1" "$2" RUNNING ARRESTED | jq -r '.[].id'); do
    [ "$(aws emr-containers list-job-runs --virtual-cluster-id "$id" --states PENDING SUBMITTED RUNNING CANCEL_PENDING | jq '.jobRuns | length')" = 0 ] ||
      fail "Virtual cluster $1 ($id) has job runs that have not ended. Wait for them or cancel them."
    aws emr-containers delete-virtual-cluster --id "$id" >/dev/null
  done
  wait_for "virtual cluster $1 to terminate" virtual_clusters_have_ended "$1" "$2"
}
`;

export const emrSecurityConfiguration: ShellExporter<'emrSecurityConfiguration'> =
  {
    functions: [SECURITY_CONFIGURATION_FUNCTIONS],

    apply: configuration =>
      withJson(
        `ensure_security_configuration ${quote(configuration.name)}`,
        contentsOf(configuration),
      ),
  };

export const emrVirtualCluster: ShellExporter<'emrVirtualCluster'> = {
  functions: [SECURITY_CONFIGURATION_FUNCTIONS, VIRTUAL_CLUSTER_FUNCTIONS],

  apply: ({ name, cluster, namespace, securityConfiguration }) =>
    withJson(
      [
        'ensure_virtual_cluster',
        ...[name, cluster, namespace, securityConfiguration.name].map(quote),
      ].join(' '),
      contentsOf(securityConfiguration),
    ),

  remove: ({ name, cluster }) =>
    `remove_virtual_cluster ${quote(name)} ${quote(cluster)}`,
};

function contentsOf(configuration: EmrSecurityConfigurationProperties) {
  return {
    authorizedSessionTagValue: configuration.sessionTagValue,
    secureNamespaceInfo: {
      clusterId: configuration.cluster,
      namespace: configuration.secureNamespace,
    },
    queryEngineRoleArn: configuration.queryEngineRoleArn,
  };
}
