import { DesiredResource, desired } from '../resources';
import {
  EMR_USER,
  emrAccess,
  emrClusterAccess,
  namespaceNamed,
  secureNamespace,
} from './kubernetes';
import { Consumer, roleArnIn } from './parties';
import { queryEngineRole, queryEngineRoleArn } from './queryEngine';

const EMR_SERVICE_LINKED_ROLE =
  'aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers';

/** Lake Formation lets the account's own engine filter (seed reference 1.8). */
export function engineSettings({ account, declaration }: Consumer) {
  return [
    desired('externalDataFiltering', {
      account: account.name,
      properties: { accountId: account.accountId },
      why: 'EMR on EKS of this account filters rows and columns for Lake Formation.',
    }),
    desired('authorizedSessionTag', {
      account: account.name,
      properties: { value: declaration.sessionTagValue },
      why: 'Lake Formation trusts engines that carry this session tag to filter data.',
    }),
  ] as const;
}

/** The seed leaves it to chance that the user has the rights of its bindings. */
export function emrAccessEntry({ account, declaration }: Consumer) {
  return desired('eksAccessEntry', {
    account: account.name,
    properties: {
      cluster: declaration.eksCluster,
      principalArn: roleArnIn(account, EMR_SERVICE_LINKED_ROLE),
      username: EMR_USER,
    },
    why: 'Makes the service-linked role of EMR the Kubernetes user that the bindings name.',
  });
}

/** All virtual clusters of the account have the same one. */
export function securityConfiguration(consumer: Consumer) {
  const { account, declaration } = consumer;
  return desired('emrSecurityConfiguration', {
    account: account.name,
    properties: {
      name: declaration.securityConfiguration,
      sessionTagValue: declaration.sessionTagValue,
      cluster: declaration.eksCluster,
      secureNamespace: declaration.secureNamespace,
      queryEngineRoleArn: queryEngineRoleArn(consumer),
    },
    dependsOn: [
      queryEngineRole(consumer),
      secureNamespace(consumer),
      ...engineSettings(consumer),
    ],
    why: 'Tells EMR to read through Lake Formation, with the system driver in a namespace of its own.',
  });
}

/** A namespace in which jobs can be run. */
export function virtualCluster(
  consumer: Consumer,
  options: {
    name: string;
    namespace: ReturnType<typeof namespaceNamed>;
    why: string;
  },
): Extract<DesiredResource, { type: 'emrVirtualCluster' }> {
  const { name, namespace, why } = options;
  const { account, declaration } = consumer;
  const configuration = securityConfiguration(consumer);
  return desired('emrVirtualCluster', {
    account: account.name,
    properties: {
      name,
      cluster: declaration.eksCluster,
      namespace: namespace.properties.name,
      securityConfiguration: configuration.properties,
    },
    dependsOn: [
      configuration,
      emrAccessEntry(consumer),
      ...emrAccess(consumer, namespace),
      ...emrAccess(consumer, secureNamespace(consumer)),
      ...emrClusterAccess(consumer),
    ],
    why,
  });
}
