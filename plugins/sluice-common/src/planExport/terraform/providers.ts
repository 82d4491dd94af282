import { BlueprintAccount } from '../../blueprints/facts';
import { expression, nested, printBlock } from './hcl';
import { terraformName } from './TerraformExporter';

/** An EKS cluster of an account. */
export interface Cluster {
  account: BlueprintAccount;
  cluster: string;
}

export const aliasOf = ({ name }: BlueprintAccount) => terraformName(name);

export const clusterAliasOf = ({ account, cluster }: Cluster) =>
  `${aliasOf(account)}_${terraformName(cluster)}`;

/** Releases that have what the export uses, such as Iceberg schemas of Glue tables. */
export function printRequirements(needsKubernetes: boolean): string {
  return printBlock('terraform', [], {
    required_version: '>= 1.5',
    required_providers: nested({
      aws: { source: 'hashicorp/aws', version: '>= 6.62.0' },
      kubernetes: needsKubernetes
        ? { source: 'hashicorp/kubernetes', version: '>= 2.35.0' }
        : undefined,
    }),
  });
}

/** One provider for each account; it refuses to work in another one. */
export function printAwsProvider(account: BlueprintAccount): string[] {
  const { name, accountId, region } = account;
  const variable = `profile_${aliasOf(account)}`;
  return [
    printBlock('variable', [variable], {
      type: expression('string'),
      default: null,
      description: `Profile of the AWS CLI for ${name}.`,
    }),
    printBlock('provider', ['aws'], {
      alias: aliasOf(account),
      region,
      profile: expression(`var.${variable}`),
      allowed_account_ids: [accountId],
    }),
  ];
}

export function printKubernetesProvider(where: Cluster): string[] {
  const alias = clusterAliasOf(where);
  const provider = expression(`aws.${aliasOf(where.account)}`);
  const source = `data.aws_eks_cluster.${alias}`;
  return [
    printBlock('data', ['aws_eks_cluster', alias], {
      provider,
      name: where.cluster,
    }),
    printBlock('data', ['aws_eks_cluster_auth', alias], {
      provider,
      name: where.cluster,
    }),
    printBlock('provider', ['kubernetes'], {
      alias,
      host: expression(`${source}.endpoint`),
      cluster_ca_certificate: expression(
        `base64decode(${source}.certificate_authority[0].data)`,
      ),
      token: expression(`data.aws_eks_cluster_auth.${alias}.token`),
    }),
  ];
}
