import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  DeclarationInput,
  hasSomethingToDo,
} from '@sluice/plugin-sluice-common';
import {
  ApplyOptions,
  describeCounts,
  describePlan,
  errorsOf,
  parseDeclaration,
  planPath,
  withPlainErrors,
} from '../apply';
import { planExamples } from './examples';

/**
 * `sluice:plan`: shows what would be done, and does nothing.
 * @public
 */
export function createPlanAction({ api }: ApplyOptions) {
  return createTemplateAction({
    id: 'sluice:plan',
    description:
      'Plans what would make a declaration true, or take it back. Changes nothing.',
    examples: planExamples,
    supportsDryRun: true,
    schema: {
      input: {
        kind: z =>
          z
            .enum(['apply', 'remove'])
            .optional()
            .describe(
              'Make the declaration true (as by default), or take it back',
            ),
        declaration: z =>
          z
            .object({ kind: z.string() })
            .passthrough()
            .describe('What is to be true'),
      },
      output: {
        planId: z => z.string(),
        planUrl: z => z.string().describe('Page of the plan'),
        summary: z => z.string().describe('The plan, a line per thing to know'),
        counts: z => z.string().describe('How many steps of which kind'),
        applicable: z => z.boolean().describe('Preflight found no errors'),
        nothingToDo: z => z.boolean().describe('All is as wanted already'),
      },
    },
    async handler(context) {
      const { kind = 'apply', declaration } = context.input;
      const credentials = await context.getInitiatorCredentials();
      const plan = await withPlainErrors(() =>
        api.createPlan(
          {
            kind,
            declaration: parseDeclaration(declaration as DeclarationInput),
          },
          { credentials },
        ),
      );
      const lines = describePlan(plan);
      for (const line of lines) context.logger.info(line);
      context.output('planId', plan.id);
      context.output('planUrl', planPath(plan.id));
      context.output('summary', lines.join('\n'));
      context.output('counts', describeCounts(plan));
      context.output('applicable', errorsOf(plan).length === 0);
      context.output('nothingToDo', !hasSomethingToDo(plan));
    },
  });
}
