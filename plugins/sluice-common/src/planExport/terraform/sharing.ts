import { expression } from './hcl';
import { BY_SHELL, TerraformExporter } from './TerraformExporter';

export const catalogPolicyStatement: TerraformExporter<
  'catalogPolicyStatement'
> = ({ statement }) => ({
  instead: `Terraform writes Glue's policy of the catalog as a whole and cannot add statement ${statement.Sid} to what is there. ${BY_SHELL}`,
});

/** The ARNs are not known before the producer has granted something. */
export const acceptedShare: TerraformExporter<'acceptedShare'> = (
  { senderAccountId },
  { account, name },
) => {
  const variable = `share_arns_${name}`;
  return {
    remark: `Terraform accepts shares that it is told of: set ${variable}, and apply once more, when account ${senderAccountId} has granted something. Within an organization, shares come without invitations, and nothing is to be set.`,
    variables: {
      [variable]: {
        type: expression('set(string)'),
        default: [],
        description: `ARNs of the RAM shares of account ${senderAccountId} that ${account.name} is to accept.`,
      },
    },
    resources: [
      {
        type: 'aws_ram_resource_share_accepter',
        body: {
          for_each: expression(`var.${variable}`),
          share_arn: expression('each.value'),
        },
      },
    ],
  };
};
