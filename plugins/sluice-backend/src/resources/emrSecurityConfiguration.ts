import { CreateSecurityConfigurationCommand } from '@aws-sdk/client-emr-containers';
import { clientTokenOf } from './clientToken';
import { differencesBetween } from './differences';
import { ResourceType } from './ResourceType';
import { newestOf } from './securityConfigurations';

/**
 * How EMR on EKS works under Lake Formation (seed reference 1.7h). It cannot be
 * changed, and several may have one name: a change is a newer one.
 */
export const emrSecurityConfiguration: ResourceType<'emrSecurityConfiguration'> =
  {
    async read(wanted, context) {
      return (await newestOf(context, wanted))?.properties;
    },

    diff: (wanted, found) => differencesBetween(wanted, found),

    async create(wanted, { clients }) {
      const {
        name,
        sessionTagValue,
        cluster,
        secureNamespace,
        queryEngineRoleArn,
      } = wanted;
      await clients.emrContainers.send(
        new CreateSecurityConfigurationCommand({
          name,
          clientToken: clientTokenOf(
            name,
            sessionTagValue,
            cluster,
            secureNamespace,
            queryEngineRoleArn,
          ),
          securityConfigurationData: {
            authorizationConfiguration: {
              lakeFormationConfiguration: {
                authorizedSessionTagValue: sessionTagValue,
                secureNamespaceInfo: {
                  clusterId: cluster,
                  namespace: secureNamespace,
                },
                queryEngineRoleArn,
              },
            },
          },
        }),
      );
    },

    undo: 'The security configuration stays behind, unused, for deleting one takes a newer release of the AWS SDK; by itself it gives nobody access.',
    actions: {
      read: [
        'emr-containers:ListSecurityConfigurations',
        'emr-containers:DescribeSecurityConfiguration',
      ],
      write: ['emr-containers:CreateSecurityConfiguration'],
    },
  };
