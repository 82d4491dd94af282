import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { entityRefOf } from '../router/entityRefOf';
import { audited } from '../router/audited';
import { callerOf as requesterOf, RequestViews } from '../router/RequestViews';
import { ActionServices, callerOf } from './ActionServices';

/** Asking for access as oneself; who decides on it, and how, is as ever. */
export function registerAsking(
  registry: ActionsRegistryService,
  services: ActionServices,
): void {
  const { auditor, requestAuthorizer, requests } = services;
  const views = new RequestViews(requests);

  registry.register({
    name: 'request-access',
    title: 'Ask for access to tables',
    description:
      'Asks the owners for access of one of your own teams to some tables, and submits the request. It grants nothing by itself: the approvers decide. Say what the data is for in `purpose`, and name no more columns and rows than it takes.',
    attributes: { readOnly: false, destructive: false, idempotent: false },
    schema: {
      input: z =>
        z.object({
          team: z
            .string()
            .describe('Entity ref of a team that you are a member of'),
          purpose: z.string().min(1).max(2000).describe('What the data is for'),
          tables: z
            .array(
              z.object({
                table: z.string().describe('Entity ref of the table'),
                columns: z
                  .array(z.string())
                  .min(1)
                  .max(400)
                  .describe('Names of columns'),
                rowFilter: z
                  .string()
                  .optional()
                  .describe(
                    "Rows, such as state = 'Texas'; all, when left out",
                  ),
              }),
            )
            .min(1)
            .max(20),
          durationMinutes: z
            .number()
            .int()
            .min(1)
            .optional()
            .describe('How long; until it is ended, when left out'),
        }),
      output: z => z.object({ summary: z.any() }).passthrough(),
    },
    action: async ({ input, credentials }) => {
      const scope = await requestAuthorizer.personalScopeBy(
        callerOf(services, credentials),
      );
      const { purpose, tables, durationMinutes } = input;
      const team = entityRefOf(input.team, 'team');
      const terms = {
        tables,
        ...(durationMinutes !== undefined && { durationMinutes }),
      };
      await requestAuthorizer.requireToAskBy(scope, team);
      await requestAuthorizer.refuseHiddenTables(scope, terms);
      const request = await audited(
        auditor,
        {
          eventId: 'request-create',
          severityLevel: 'medium',
          meta: { team, by: scope.decider.user },
        },
        () =>
          requests.service.create(requesterOf(scope), {
            team,
            purpose,
            terms,
            submit: true,
          }),
        ({ id }) => ({ requestId: id }),
      );
      return { output: { ...(await views.whole(request, scope)) } };
    },
  });
}
