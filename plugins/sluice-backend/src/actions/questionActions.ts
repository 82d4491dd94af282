import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { WhatIf } from '../explorer';
import { myAccess } from '../router/myAccess';
import { ActionServices, callerOf } from './ActionServices';

/** Nothing is written, and the same question has the same answer. */
const READS = { readOnly: true, destructive: false, idempotent: true };

const TABLE =
  'Entity ref of the table, such as resource:healthcare-producer/healthcare_db.patients';
const TEAM = 'Entity ref of the team, such as group:default/patients-care';
const PRINCIPAL = 'ARN of an IAM role or user, instead of a team';

/** Who can see what, why, and what if: the questions of the explorer. */
export function registerQuestions(
  registry: ActionsRegistryService,
  services: ActionServices,
): void {
  const { authorizer, explorer, userInfo } = services;
  const whatIf = new WhatIf(explorer);

  registry.register({
    name: 'who-can-see',
    title: 'Who can see a table or column',
    description:
      'Every team and role that can read something of a table, or of one column of it, with its people, how much it reads and by what. Level `unknown` means that Sluice cannot tell: never take it for no access. `hidden` counts those that you may not see.',
    attributes: READS,
    schema: {
      input: z =>
        z.object({
          table: z.string().describe(TABLE),
          column: z.string().optional().describe('Name of one column'),
          at: z
            .string()
            .optional()
            .describe('ISO 8601 moment of the past to answer for'),
          search: z.string().optional().describe('Part of a name'),
          cursor: z
            .string()
            .optional()
            .describe('nextCursor of the page before'),
        }),
      output: z => z.object({ items: z.array(z.any()) }).passthrough(),
    },
    action: async ({ input, credentials }) => {
      const asker = await authorizer.askerBy(callerOf(services, credentials));
      const snapshot = await explorer.snapshotAt(input.at);
      const asked = await explorer.whoCanSee(asker, snapshot, input);
      return { output: { ...(await explorer.page(asked, input)) } };
    },
  });

  registry.register({
    name: 'what-can-see',
    title: 'What a team or role can see',
    description:
      'Every table of which a team, or an IAM role, can read something, with how much and by what. Level `unknown` means that Sluice cannot tell.',
    attributes: READS,
    schema: {
      input: z =>
        z.object({
          team: z.string().optional().describe(TEAM),
          principal: z.string().optional().describe(PRINCIPAL),
          at: z
            .string()
            .optional()
            .describe('ISO 8601 moment of the past to answer for'),
          search: z.string().optional().describe('Part of a name'),
          cursor: z
            .string()
            .optional()
            .describe('nextCursor of the page before'),
        }),
      output: z => z.object({ items: z.array(z.any()) }).passthrough(),
    },
    action: async ({ input, credentials }) => {
      const asker = await authorizer.askerBy(callerOf(services, credentials));
      const snapshot = await explorer.snapshotAt(input.at);
      const asked = await explorer.whatCanSee(asker, snapshot, input);
      return { output: { ...(await explorer.page(asked, input)) } };
    },
  });

  registry.register({
    name: 'explain-access',
    title: 'Why a team can or cannot see a table',
    description:
      'The ways by which a team, or an IAM role, reads a table or one column of it, the ways that are stopped and where, and what it would take to allow or to disallow it.',
    attributes: READS,
    schema: {
      input: z =>
        z.object({
          table: z.string().describe(TABLE),
          team: z.string().optional().describe(TEAM),
          principal: z.string().optional().describe(PRINCIPAL),
          column: z.string().optional().describe('Name of one column'),
          at: z
            .string()
            .optional()
            .describe('ISO 8601 moment of the past to answer for'),
        }),
      output: z => z.object({ answer: z.any() }).passthrough(),
    },
    action: async ({ input, credentials }) => {
      const asker = await authorizer.askerBy(callerOf(services, credentials));
      const snapshot = await explorer.snapshotAt(input.at);
      return { output: { ...(await explorer.why(asker, snapshot, input)) } };
    },
  });

  registry.register({
    name: 'what-if',
    title: 'Who could see what if something were changed',
    description:
      'The answers of who-can-see or what-can-see before and after changes that are only tried out in memory, and whoever would read more or less. Changes are such as explain-access names under `toAllow` and `toDisallow`. Nothing is written.',
    attributes: READS,
    schema: {
      input: z =>
        z.object({
          changes: z
            .array(z.object({ kind: z.string() }).passthrough())
            .min(1)
            .max(50)
            .describe('What is tried out, in this order'),
          question: z.enum(['who-can-see', 'what-can-see']),
          table: z.string().optional().describe(TABLE),
          column: z.string().optional().describe('Name of one column'),
          team: z.string().optional().describe(TEAM),
          principal: z.string().optional().describe(PRINCIPAL),
        }),
      output: z => z.object({ consequences: z.array(z.any()) }).passthrough(),
    },
    action: async ({ input, credentials }) => {
      const asker = await authorizer.askerBy(callerOf(services, credentials));
      const snapshot = await explorer.snapshotAt();
      return { output: { ...(await whatIf.ask(asker, snapshot, input)) } };
    },
  });

  registry.register({
    name: 'my-access',
    title: 'What my teams can see',
    description:
      'The data products of which your own teams can read something, and how much.',
    attributes: READS,
    schema: {
      input: z => z.object({}),
      output: z => z.object({ items: z.array(z.any()) }).passthrough(),
    },
    action: async ({ credentials }) => {
      const { scope } = await authorizer.askerBy(
        callerOf(services, credentials),
      );
      const { ownershipEntityRefs } = await userInfo.getUserInfo(credentials);
      const snapshot = await explorer.snapshotAt();
      return {
        output: { ...myAccess({ snapshot, scope, ownershipEntityRefs }) },
      };
    },
  });
}
