import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { DeclarationInput } from '@sluice/plugin-sluice-common';
import { applyDeclaration, ApplyOptions, parseDeclaration } from '../apply';
import { consumerInput, producerInput } from './accountSchemas';
import { connectAccountExamples } from './examples';
import { setOutputs } from './outputs';
import { changeOutputs, reasonInput } from './schemas';

/**
 * `sluice:account:connect`: sets an account up whose tables are shared, or in
 * which teams run jobs.
 * @public
 */
export function createConnectAccountAction(options: ApplyOptions) {
  return createTemplateAction({
    id: 'sluice:account:connect',
    description:
      'Sets a connected account up as a producer (its tables are shared) or as a consumer (teams run jobs in it).',
    examples: connectAccountExamples,
    supportsDryRun: true,
    schema: {
      input: {
        account: z =>
          z.string().describe('Name of the account in sluice.accounts'),
        role: z => z.enum(['producer', 'consumer']),
        producer: z =>
          producerInput(z).optional().describe('Given for a producer'),
        consumer: z =>
          consumerInput(z).optional().describe('Given for a consumer'),
        reason: reasonInput,
      },
      output: changeOutputs,
    },
    async handler(context) {
      const { account, role, reason } = context.input;
      const settings = context.input[role];
      if (!settings) {
        throw new InputError(`${role} is missing: the settings of a ${role}`);
      }
      const declaration = parseDeclaration({
        ...settings,
        kind: `${role}Account`,
        account,
      } as DeclarationInput);
      setOutputs(
        context,
        await applyDeclaration(
          context,
          { kind: 'apply', declare: async () => declaration, reason },
          options,
        ),
      );
    },
  });
}
