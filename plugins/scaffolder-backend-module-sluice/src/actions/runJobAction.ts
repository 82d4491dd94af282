import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { ApplyOptions, attestationPath, jobRunPath } from '../apply';
import {
  draftOf,
  followToTheEnd,
  isFailure,
  judgeRun,
  startJobRun,
} from '../jobs';
import { runJobExamples } from './examples';
import { setOutputs } from './outputs';
import { entityRefInput } from './schemas';

/**
 * `sluice:job:run`: runs a script, or the verification of what it reads, as a
 * team, and follows it to the end.
 * @public
 */
export function createRunJobAction(options: ApplyOptions) {
  return createTemplateAction({
    id: 'sluice:job:run',
    description:
      'Runs a script as a team, by its own job execution role, or verifies what the team reads and keeps the proof.',
    examples: runJobExamples,
    supportsDryRun: true,
    schema: {
      input: {
        team: entityRefInput('Group'),
        kind: z =>
          z
            .enum(['script', 'verification'])
            .describe('A script, or the proof of what the team reads'),
        script: z =>
          z
            .string()
            .optional()
            .describe('Name of a script of the house; of the kind script only'),
        arguments: z =>
          z
            .array(z.string())
            .optional()
            .describe('Arguments of the script; of the kind script only'),
        profile: z =>
          z
            .enum(['seed', 'documented'])
            .optional()
            .describe("How Spark's catalog is named; as configured if absent"),
        expectedRows: z =>
          z
            .array(
              z
                .object({
                  table: z.string().describe('Full entity ref of the table'),
                  rows: z.number().int().min(0),
                })
                .strict(),
            )
            .max(100)
            .optional()
            .describe(
              'Rows that are to be seen, where they are known; of the kind verification only',
            ),
        wait: z =>
          z
            .boolean()
            .optional()
            .describe(
              'Follow the run to its end (as by default), or only start it',
            ),
        failOnDifference: z =>
          z
            .boolean()
            .optional()
            .describe(
              'Fail when it is not proved that the team reads what it is to read (as by default)',
            ),
        skipWithoutAccess: z =>
          z
            .boolean()
            .optional()
            .describe(
              'Verify nothing, and do not fail, while the team is to read nothing (not so by default)',
            ),
      },
      output: {
        outcome: z =>
          z
            .enum(['completed', 'started', 'checked', 'skipped'])
            .describe(
              'Checked: a dry run started nothing. Skipped: there is nothing to verify',
            ),
        jobRunId: z => z.string().optional(),
        jobRunUrl: z => z.string().optional().describe('Page of the run'),
        state: z => z.string().optional().describe('As EMR on EKS has it'),
        attestationId: z => z.string().optional(),
        attestationUrl: z =>
          z.string().optional().describe('Page of the attestation'),
        verdict: z => z.enum(['agrees', 'differs', 'unproved']).optional(),
      },
    },
    async handler(context) {
      const { input, logger } = context;
      const credentials = await context.getInitiatorCredentials();
      const { wait = true, failOnDifference: isStrict = true } = input;
      const started = await startJobRun(
        context,
        {
          draft: draftOf(input),
          skipWithoutAccess:
            input.kind === 'verification' && input.skipWithoutAccess === true,
          // Nobody waits for more than the start: it did not fail.
          isFailure: run => wait && isFailure(run, isStrict),
        },
        options.api,
        credentials,
      );
      if (started.outcome !== 'started') {
        setOutputs(context, { outcome: started.outcome });
        return;
      }
      const { jobRunId } = started;
      const jobRunUrl = jobRunPath(jobRunId);
      const link = `${options.appBaseUrl ?? ''}${jobRunUrl}`;
      logger.info(`Job run ${jobRunId}: ${link}`);
      setOutputs(context, { jobRunId, jobRunUrl });
      if (!wait) {
        setOutputs(context, { outcome: 'started' });
        return;
      }

      const follow = { ...options, credentials, jobRunId, link };
      const run = await followToTheEnd(context, follow);
      const { attestation, state } = run;
      setOutputs(context, {
        state,
        ...(attestation && {
          attestationId: attestation.id,
          attestationUrl: attestationPath(attestation.id),
          verdict: attestation.verdict,
        }),
      });
      await judgeRun(run, { ...follow, logger, isStrict });
      setOutputs(context, { outcome: 'completed' });
    },
  });
}
