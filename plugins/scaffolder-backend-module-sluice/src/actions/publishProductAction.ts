import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  DataProductDeclaration,
  DeclarationInput,
} from '@sluice/plugin-sluice-common';
import {
  applyDeclaration,
  ApplyOptions,
  entityPath,
  parseDeclaration,
} from '../apply';
import { readDataContract } from '../dataContract';
import { publishProductExamples } from './examples';
import { setOutputs } from './outputs';
import { descriptorInput, productDescriptor } from './productDescriptor';
import { changeOutputs, entityRefInput, reasonInput } from './schemas';
import { sharedWithInput } from './sharedWithSchema';
import { tableInput } from './tableSchema';
import { toSharedTable } from './toTableGrant';

type Tables = Extract<DeclarationInput, { kind: 'dataProduct' }>['tables'];

/**
 * `sluice:product:publish`: makes or adopts the tables of a data product.
 * @public
 */
export function createPublishProductAction(options: ApplyOptions) {
  return createTemplateAction({
    id: 'sluice:product:publish',
    description:
      'Makes the tables of a data product in a producer account, or adopts those that are there, under Lake Formation.',
    examples: publishProductExamples,
    supportsDryRun: true,
    schema: {
      input: {
        account: z => z.string().describe('Producer account'),
        product: entityRefInput('DataProduct'),
        owner: entityRefInput('Group that answers for it'),
        database: z => z.string(),
        tables: z => z.array(tableInput(z)).optional(),
        contract: z =>
          z
            .string()
            .optional()
            .describe(
              'Instead of tables: an ODCS 3 data contract in YAML, or an ODPS data product followed by its contracts',
            ),
        sharedWith: z =>
          z
            .array(sharedWithInput(z))
            .optional()
            .describe('Accounts that may read a table and pass that on'),
        descriptor: z =>
          descriptorInput(z)
            .optional()
            .describe('What the catalog shall say of the product'),
        reason: reasonInput,
      },
      output: {
        ...changeOutputs,
        productEntityRef: z => z.string(),
        productUrl: z => z.string().describe('Tables of the product'),
        descriptor: z =>
          z.string().describe("The catalog's file of the product, in YAML"),
      },
    },
    async handler(context) {
      const {
        tables = [],
        contract,
        descriptor = {},
        sharedWith = [],
        reason,
        ...product
      } = context.input;
      if (tables.length > 0 === Boolean(contract?.trim())) {
        throw new InputError('Give either tables or a contract');
      }
      const readTables = (): Tables => {
        if (!contract?.trim()) return tables as Tables;
        const read = readDataContract(contract);
        for (const note of read.notes) context.logger.warn(`Contract: ${note}`);
        return read.tables;
      };
      const declaration = parseDeclaration({
        kind: 'dataProduct',
        ...product,
        tables: readTables(),
        sharedWith: sharedWith.map(toSharedTable),
      }) as DataProductDeclaration;
      const outcome = await applyDeclaration(
        context,
        { kind: 'apply', declare: async () => declaration, reason },
        options,
      );
      setOutputs(context, {
        ...outcome,
        productEntityRef: product.product,
        productUrl: entityPath(product.product, 'tables'),
        descriptor: productDescriptor(declaration, descriptor),
      });
    },
  });
}
