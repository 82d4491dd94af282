import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  applyDeclaration,
  ApplyOptions,
  entityPath,
  parseDeclaration,
} from '../apply';
import { onboardTeamExamples } from './examples';
import { setOutputs } from './outputs';
import { readTeamPlan } from './readTeamPlan';
import {
  changeOutputs,
  entityRefInput,
  grantInput,
  reasonInput,
  teamOutputs,
} from './schemas';
import { toTableGrant } from './toTableGrant';

/**
 * `sluice:team:onboard`: gives a team a role, a namespace and its grants.
 * @public
 */
export function createOnboardTeamAction(options: ApplyOptions) {
  return createTemplateAction({
    id: 'sluice:team:onboard',
    description:
      'Onboards a consumer team: job execution role, namespace, links and grants. Run again, it makes the team what is given now.',
    examples: onboardTeamExamples,
    supportsDryRun: true,
    schema: {
      input: {
        team: entityRefInput('Group'),
        account: z => z.string().describe('Consumer account'),
        jobExecutionRole: z =>
          z.string().describe('Role that the jobs of the team run as'),
        namespace: z =>
          z
            .string()
            .optional()
            .describe("Namespace of its own; the account's if absent"),
        quota: z =>
          z
            .object({ cpu: z.string(), memory: z.string(), pods: z.number() })
            .strict()
            .optional()
            .describe('Limits of its own namespace'),
        grants: z => z.array(grantInput(z)).optional(),
        reason: reasonInput,
      },
      output: {
        ...changeOutputs,
        ...teamOutputs,
        roleArn: z => z.string().optional().describe('Job execution role'),
        namespace: z =>
          z.string().optional().describe('Namespace that its jobs run in'),
      },
    },
    async handler(context) {
      const { grants = [], reason, ...team } = context.input;
      const declaration = parseDeclaration({
        kind: 'consumerTeam',
        ...team,
        grants: grants.map(toTableGrant),
      });
      const outcome = await applyDeclaration(
        context,
        {
          kind: 'apply',
          declare: async () => declaration,
          reason,
          readOutputs: plan => readTeamPlan(plan, team.jobExecutionRole),
        },
        options,
      );
      setOutputs(context, {
        ...outcome,
        teamEntityRef: team.team,
        teamUrl: entityPath(team.team, 'data-access'),
      });
    },
  });
}
