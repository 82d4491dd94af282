import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { applyDeclaration, ApplyOptions, entityPath } from '../apply';
import { offboardTeamExamples } from './examples';
import { setOutputs } from './outputs';
import { presentDeclaration, unfinishedRemoval } from './presentDeclaration';
import {
  changeOutputs,
  entityRefInput,
  reasonInput,
  teamOutputs,
} from './schemas';

/**
 * `sluice:team:offboard`: takes back what a team was given.
 * @public
 */
export function createOffboardTeamAction(options: ApplyOptions) {
  return createTemplateAction({
    id: 'sluice:team:offboard',
    description:
      'Offboards a consumer team: takes back its grants, links, namespace and role. What Sluice did not make stays.',
    examples: offboardTeamExamples,
    supportsDryRun: true,
    schema: {
      input: { team: entityRefInput('Group'), reason: reasonInput },
      output: { ...changeOutputs, ...teamOutputs },
    },
    async handler(context) {
      const { team, reason } = context.input;
      const outcome = await applyDeclaration(
        context,
        {
          kind: 'remove',
          declare: credentials =>
            presentDeclaration(options.api, team, credentials),
          findUnfinished: credentials =>
            unfinishedRemoval(options.api, team, credentials),
          reason,
        },
        options,
      );
      setOutputs(context, {
        ...outcome,
        teamEntityRef: team,
        teamUrl: entityPath(team, 'data-access'),
      });
    },
  });
}
