import { KubernetesObjectProperties } from '../../resources';
import { ShellExporter } from './ShellExporter';
import { quote, withJson } from './text';

const ACCESS_ENTRY_FUNCTIONS = `
# ensure_access_entry CLUSTER PRINCIPAL USERNAME
ensure_access_entry() {
  local found
  found="$(ignoring ResourceNotFoundException aws eks describe-access-entry --cluster-name "$1" --principal-arn "$2" --query accessEntry.username --output text)"
  if [ -z "$found" ]; then
    aws eks create-access-entry --cluster-name "$1" --principal-arn "$2" --username "$3" >/dev/null
  elif [ "$found" != "$3" ]; then
    aws eks update-access-entry --cluster-name "$1" --principal-arn "$2" --username "$3" >/dev/null
  fi
}
`;

/** The server validates objects itself, so kubectl need not fetch its schema. */
const KUBERNETES_FUNCTIONS = `
# in_cluster CLUSTER SERVER COMMAND…: kubectl, at the server if one is given
in_cluster() {
  local cluster="$1" server="$2" kubeconfig
  shift 2
  if [ -n "$server" ]; then
    kubectl --server "$server" "$@"
    return
  fi
  kubeconfig="$workspace/kubeconfig-$ACCOUNT_ID-$cluster"
  [ -f "$kubeconfig" ] || aws eks update-kubeconfig --name "$cluster" --kubeconfig "$kubeconfig" >/dev/null
  kubectl --kubeconfig "$kubeconfig" "$@"
}
`;

const APPLY_OPTIONS =
  'apply --server-side --force-conflicts --field-manager=sluice --validate=false -f -';

/** Variable with which the address of a cluster's API can be given. */
export function serverVariable(cluster: string): string {
  return `KUBECTL_SERVER_${cluster.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
}

export const eksAccessEntry: ShellExporter<'eksAccessEntry'> = {
  functions: [ACCESS_ENTRY_FUNCTIONS],

  apply: ({ cluster, principalArn, username }) =>
    [
      'ensure_access_entry',
      ...[cluster, principalArn, username].map(quote),
    ].join(' '),

  remove: ({ cluster, principalArn }) =>
    `ignoring ResourceNotFoundException aws eks delete-access-entry --cluster-name ${quote(
      cluster,
    )} --principal-arn ${quote(principalArn)} >/dev/null`,
};

export const kubernetesObject: ShellExporter<'kubernetesObject'> = {
  functions: [KUBERNETES_FUNCTIONS],

  apply: object =>
    withJson(`${inCluster(object)} ${APPLY_OPTIONS}`, {
      ...referenceTo(object),
      metadata: {
        ...referenceTo(object).metadata,
        ...(Object.keys(object.labels).length > 0 && { labels: object.labels }),
      },
      ...object.body,
    }),

  remove: object =>
    withJson(
      `${inCluster(object)} delete --ignore-not-found --wait -f -`,
      referenceTo(object),
    ),
};

function inCluster({ cluster }: KubernetesObjectProperties): string {
  return `in_cluster ${quote(cluster)} "\${${serverVariable(cluster)}:-}"`;
}

function referenceTo(object: KubernetesObjectProperties) {
  const { apiVersion, kind, name, namespace } = object;
  return {
    apiVersion,
    kind,
    metadata: { name, ...(namespace && { namespace }) },
  };
}
