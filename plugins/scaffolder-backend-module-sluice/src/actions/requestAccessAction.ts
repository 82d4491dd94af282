import { createHash } from 'node:crypto';
import {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { SluiceApi, tableEntityRef } from '@sluice/plugin-sluice-common';
import {
  ApplyOptions,
  describeConsequences,
  describeFinding,
  errorsOf,
  requestPath,
  withPlainErrors,
} from '../apply';
import { requestAccessExamples } from './examples';
import { setOutputs } from './outputs';
import { askedTableInput, entityRefInput } from './schemas';

const MINUTES_OF_DAY = 24 * 60;

/** What the checkpoint remembers; no id where nothing was asked. */
type Asked = { requestId?: string };

/**
 * `sluice:access:request`: asks the owners of tables for access, in the name of
 * the person who runs the template.
 * @public
 */
export function createRequestAccessAction({ api }: Pick<ApplyOptions, 'api'>) {
  return createTemplateAction({
    id: 'sluice:access:request',
    description:
      'Asks those who own tables to let a team read parts of them. Nothing is granted before they approve.',
    examples: requestAccessExamples,
    supportsDryRun: true,
    schema: {
      input: {
        team: entityRefInput('Group, of which the person is a member'),
        tables: z => z.array(askedTableInput(z)).min(1).max(20),
        purpose: z =>
          z
            .string()
            .min(1)
            .max(2000)
            .describe('What the data is needed for; those who decide read it'),
        durationDays: z =>
          z
            .number()
            .int()
            .min(1)
            .optional()
            .describe('For how long; as the rules of requests say if absent'),
        startsAt: z =>
          z
            .string()
            .optional()
            .describe('ISO 8601 time; once it is approved if absent'),
      },
      output: {
        outcome: z =>
          z
            .enum(['requested', 'checked'])
            .describe('Checked: a dry run asked nobody'),
        requestId: z => z.string().optional(),
        requestUrl: z => z.string().optional().describe('Page of the request'),
      },
    },
    async handler(context) {
      const { input, logger, isDryRun } = context;
      const { team, purpose } = input;
      const terms = termsOf(input);
      const credentials = await context.getInitiatorCredentials();
      // A task that is run again must not ask twice.
      const { requestId } = await context.checkpoint<Asked>({
        key: `request.${digest(input)}`,
        fn: () =>
          withPlainErrors(async () => {
            const check = await api.checkTerms(
              { team, terms },
              { credentials },
            );
            report(check, logger);
            if (isDryRun) {
              logger.info('Dry run: nobody was asked.');
              return {};
            }
            return ask({ team, purpose, terms }, credentials);
          }),
      });
      setOutputs(context, {
        outcome: requestId ? 'requested' : 'checked',
        requestId,
        requestUrl: requestId && requestPath(requestId),
      });
    },
  });

  async function ask(
    draft: SluiceApi.RequestDraft,
    credentials: BackstageCredentials,
  ): Promise<Asked> {
    const { summary } = await api.createRequest(
      { ...draft, submit: true },
      { credentials },
    );
    return { requestId: summary.id };
  }
}

/** As the log of a task: what there is, what would be, who decides. */
function report(check: SluiceApi.RequestCheck, logger: LoggerService): void {
  const lines = [
    ...check.findings.map(describeFinding),
    ...check.overlaps.map(({ text }) => text),
    ...describeConsequences(check),
    ...check.steps.map(
      ({ title, why }) => `To be approved by: ${title}. ${why}`,
    ),
  ];
  for (const line of lines) logger.info(line);
  const errors = errorsOf(check);
  if (errors.length > 0) {
    throw new InputError(
      `What is asked for is not possible: ${errors
        .map(describeFinding)
        .join('; ')}`,
    );
  }
}

interface TermsInput {
  tables: {
    producerAccount: string;
    database: string;
    table: string;
    columns: string[];
    rowFilter?: string;
  }[];
  durationDays?: number;
  startsAt?: string;
}

function termsOf({
  tables,
  durationDays,
  startsAt,
}: TermsInput): SluiceApi.AskedTerms {
  return {
    tables: tables.map(
      ({ producerAccount, database, table, columns, rowFilter }) => ({
        table: tableEntityRef(producerAccount, {
          databaseName: database,
          tableName: table,
        }),
        columns,
        // As a form leaves it where all rows are wanted.
        ...(rowFilter?.trim() && { rowFilter }),
      }),
    ),
    ...(durationDays !== undefined && {
      durationMinutes: durationDays * MINUTES_OF_DAY,
    }),
    ...(startsAt && { startsAt }),
  };
}

function digest(input: object): string {
  return createHash('sha256').update(JSON.stringify(input)).digest('hex');
}
