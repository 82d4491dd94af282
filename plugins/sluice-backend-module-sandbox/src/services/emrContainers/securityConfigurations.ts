import {
  AwsError,
  CallContext,
  OperationHandler,
  SandboxWorld,
} from '../../core';
import { kubernetesOf } from '../eks';
import { page } from '../paging';
import { createdWithin } from './createdWithin';
import {
  emrContainersState,
  SecurityConfiguration,
  SecurityConfigurationData,
  VirtualCluster,
} from './state';
import { checkMember, validationError } from './validation';

function stateOf({ world, caller, region }: CallContext) {
  return emrContainersState(world, caller.accountId, region);
}

/** @throws AwsError `ResourceNotFoundException` (400, as the service has it). */
export function securityConfigurationOf(
  context: CallContext,
  id: string,
): SecurityConfiguration {
  const found = stateOf(context).securityConfigurations.get(id);
  if (!found) {
    throw new AwsError(
      'ResourceNotFoundException',
      `Security configuration ${id} does not exist.`,
    );
  }
  return found;
}

/** What a virtual cluster's security configuration says of Lake Formation, if it has any. */
export function lakeFormationConfigurationOf(
  at: { world: SandboxWorld; accountId: string; region: string },
  { securityConfigurationId }: Pick<VirtualCluster, 'securityConfigurationId'>,
) {
  if (!securityConfigurationId) return undefined;
  return emrContainersState(
    at.world,
    at.accountId,
    at.region,
  ).securityConfigurations.get(securityConfigurationId)
    ?.securityConfigurationData.authorizationConfiguration
    ?.lakeFormationConfiguration;
}

function checkData(data: SecurityConfigurationData, context: CallContext) {
  const lakeFormation =
    data.authorizationConfiguration?.lakeFormationConfiguration;
  if (!lakeFormation) return;
  const prefix =
    'securityConfigurationData.authorizationConfiguration.lakeFormationConfiguration';
  checkMember(
    `${prefix}.authorizedSessionTagValue`,
    lakeFormation.authorizedSessionTagValue,
    'sessionTagValue',
  );
  checkMember(
    `${prefix}.queryEngineRoleArn`,
    lakeFormation.queryEngineRoleArn,
    'roleArn',
  );
  const secure = lakeFormation.secureNamespaceInfo;
  checkMember(
    `${prefix}.secureNamespaceInfo.clusterId`,
    secure?.clusterId,
    'clusterId',
  );
  checkMember(
    `${prefix}.secureNamespaceInfo.namespace`,
    secure?.namespace,
    'namespace',
  );
  const { clusterId, namespace } = secure as Record<string, string>;
  const kubernetes = kubernetesOf(context.world, {
    accountId: context.caller.accountId,
    region: context.region,
    clusterName: clusterId,
  });
  if (!kubernetes) {
    throw validationError(`EKS cluster ${clusterId} does not exist.`);
  }
  if (!kubernetes.hasNamespace(namespace)) {
    throw validationError(
      `Namespace ${namespace} does not exist in EKS cluster ${clusterId}.`,
    );
  }
}

export const securityConfigurationOperations: Record<string, OperationHandler> =
  {
    CreateSecurityConfiguration: (input, context) => {
      const state = stateOf(context);
      checkMember('name', input.name, 'name');
      if (!input.clientToken) throw validationError('clientToken is required.');
      const known = state.tokens.get(input.clientToken);
      const earlier = known && state.securityConfigurations.get(known);
      if (earlier) {
        return { id: earlier.id, name: earlier.name, arn: earlier.arn };
      }
      checkData(input.securityConfigurationData ?? {}, context);
      const id = context.world.nextId(25).toLowerCase();
      const { accountId, arn: createdBy } = context.caller;
      const created: SecurityConfiguration = {
        id,
        name: input.name,
        arn: `arn:aws:emr-containers:${context.region}:${accountId}:/securityconfigurations/${id}`,
        createdAt: context.world.clock.now(),
        createdBy,
        securityConfigurationData: input.securityConfigurationData,
        tags: input.tags,
      };
      state.securityConfigurations.set(id, created);
      state.tokens.set(input.clientToken, id);
      return { id, name: created.name, arn: created.arn };
    },
    DescribeSecurityConfiguration: (input, context) => ({
      securityConfiguration: securityConfigurationOf(
        context,
        input.securityConfigurationId,
      ),
    }),
    ListSecurityConfigurations: (input, context) => {
      const { items, nextToken } = page(
        [...stateOf(context).securityConfigurations.values()].filter(one =>
          createdWithin(one.createdAt, input),
        ),
        input.maxResults ?? 50,
        input.nextToken,
        token => validationError(`Invalid nextToken: ${token}`),
      );
      return { securityConfigurations: items, nextToken };
    },
  };
