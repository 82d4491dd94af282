import { HclValue } from './hcl';
import { TerraformExporter } from './TerraformExporter';

export const eksAccessEntry: TerraformExporter<'eksAccessEntry'> = ({
  cluster,
  principalArn,
  username,
}) => ({
  importId: `${cluster}:${principalArn}`,
  resources: [
    {
      type: 'aws_eks_access_entry',
      body: {
        cluster_name: cluster,
        principal_arn: principalArn,
        user_name: username,
      },
    },
  ],
});

export const kubernetesObject: TerraformExporter<'kubernetesObject'> = ({
  cluster,
  apiVersion,
  kind,
  namespace,
  name,
  labels,
  body,
}) => ({
  cluster,
  importId: [
    `apiVersion=${apiVersion}`,
    `kind=${kind}`,
    ...(namespace ? [`namespace=${namespace}`] : []),
    `name=${name}`,
  ].join(','),
  resources: [
    {
      type: 'kubernetes_manifest',
      body: {
        manifest: {
          apiVersion,
          kind,
          metadata: {
            name,
            namespace,
            labels: Object.keys(labels).length > 0 ? labels : undefined,
          },
          ...(body as { [key: string]: HclValue }),
        },
      },
    },
  ],
});
