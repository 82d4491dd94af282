import { expression, jsonencode } from './hcl';
import { TerraformExporter, terraformName } from './TerraformExporter';

/**
 * By the Cloud Control API: no release of the provider that we know of has a
 * resource for security configurations, or gives one to a virtual cluster, and
 * without one it would run jobs past Lake Formation.
 */
const CLOUD_CONTROL = 'aws_cloudcontrolapi_resource';

export const emrSecurityConfiguration: TerraformExporter<
  'emrSecurityConfiguration'
> = ({
  name,
  sessionTagValue,
  cluster,
  secureNamespace,
  queryEngineRoleArn,
}) => ({
  resources: [
    {
      type: CLOUD_CONTROL,
      body: {
        type_name: 'AWS::EMRContainers::SecurityConfiguration',
        desired_state: jsonencode({
          Name: name,
          SecurityConfigurationData: {
            AuthorizationConfiguration: {
              LakeFormationConfiguration: {
                AuthorizedSessionTagValue: sessionTagValue,
                QueryEngineRoleArn: queryEngineRoleArn,
                SecureNamespaceInfo: {
                  ClusterId: cluster,
                  Namespace: secureNamespace,
                },
              },
            },
          },
        }),
      },
    },
  ],
});

export const emrVirtualCluster: TerraformExporter<'emrVirtualCluster'> = (
  { name, cluster, namespace, securityConfiguration },
  surroundings,
) => {
  const made = surroundings.securityConfiguration(securityConfiguration.name);
  const variable = `security_configuration_id_${terraformName(
    securityConfiguration.name,
  )}`;
  return {
    variables: made
      ? {}
      : {
          [variable]: {
            type: expression('string'),
            description: `Id of the newest EMR security configuration ${securityConfiguration.name}.`,
          },
        },
    resources: [
      {
        type: CLOUD_CONTROL,
        body: {
          type_name: 'AWS::EMRContainers::VirtualCluster',
          desired_state: jsonencode({
            Name: name,
            ContainerProvider: {
              Type: 'EKS',
              Id: cluster,
              Info: { EksInfo: { Namespace: namespace } },
            },
            SecurityConfigurationId: made
              ? // Its identifier is an ARN, which ends in the id.
                expression(`reverse(split("/", ${made.text}.id))[0]`)
              : expression(`var.${variable}`),
          }),
        },
      },
    ],
  };
};
