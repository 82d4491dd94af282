import { ResourceType } from './resourceTypes';
import { KubernetesError } from './status';

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
/** RBAC names may hold colons (`system:node`): they are path segments, not DNS names. */
const PATH_SEGMENT = /^[^/%]+$/;

/** @throws KubernetesError `Invalid` for a name that objects of the type cannot have. */
export function checkName(type: ResourceType, name: string): void {
  const rbac = type.group === 'rbac.authorization.k8s.io';
  const label = type.name === 'namespaces' || type.name === 'services';
  const pattern = label ? DNS_LABEL : DNS_SUBDOMAIN;
  const valid =
    name.length <= (label ? 63 : 253) &&
    (rbac ? PATH_SEGMENT : pattern).test(name);
  if (!valid) {
    throw new KubernetesError(
      'Invalid',
      `${
        type.kind
      } "${name}" is invalid: metadata.name: Invalid value: "${name}": a lowercase RFC 1123 ${
        label ? 'label' : 'subdomain'
      } must consist of lower case alphanumeric characters${
        label ? '' : ", '.'"
      } or '-', and must start and end with an alphanumeric character`,
      { name, group: type.group, kind: type.kind },
    );
  }
}
