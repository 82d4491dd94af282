import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  ConsumerTeamDeclaration,
  TableGrantDeclaration,
} from '@sluice/plugin-sluice-common';
import {
  applyDeclaration,
  ApplyOptions,
  entityPath,
  parseDeclaration,
} from '../apply';
import { applyGrantExamples } from './examples';
import { setOutputs } from './outputs';
import { presentDeclaration } from './presentDeclaration';
import {
  changeOutputs,
  entityRefInput,
  grantInput,
  reasonInput,
  teamOutputs,
} from './schemas';
import { toTableGrant } from './toTableGrant';

/**
 * `sluice:grant:apply`: gives a team access to one table, or changes it.
 * @public
 */
export function createApplyGrantAction(options: ApplyOptions) {
  return createTemplateAction({
    id: 'sluice:grant:apply',
    description:
      'Lets an onboarded team read a table, or changes what it reads of it. Its other grants stay.',
    examples: applyGrantExamples,
    supportsDryRun: true,
    schema: {
      input: {
        team: entityRefInput('Group'),
        grant: grantInput,
        reason: reasonInput,
      },
      output: { ...changeOutputs, ...teamOutputs },
    },
    async handler(context) {
      const { team, reason } = context.input;
      const grant = toTableGrant(context.input.grant);
      const outcome = await applyDeclaration(
        context,
        {
          kind: 'apply',
          declare: async credentials => {
            const present = await presentDeclaration(
              options.api,
              team,
              credentials,
            );
            if (!present) {
              throw new InputError(
                `${team} is not onboarded. Onboard it first, with this grant.`,
              );
            }
            return parseDeclaration(withGrant(present, grant));
          },
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

/** In the place of the grant on the same table, whose filter and link keep their names. */
function withGrant(
  team: ConsumerTeamDeclaration,
  grant: TableGrantDeclaration,
): ConsumerTeamDeclaration {
  const present = team.grants.find(each => isSameTable(each, grant));
  if (!present) return { ...team, grants: [...team.grants, grant] };
  const { filterName, linkName } = present;
  const changed = {
    ...(filterName && { filterName }),
    ...(linkName && { linkName }),
    ...grant,
  };
  return {
    ...team,
    grants: team.grants.map(each => (each === present ? changed : each)),
  };
}

function isSameTable(a: TableGrantDeclaration, b: TableGrantDeclaration) {
  return (
    a.producerAccount === b.producerAccount &&
    a.database === b.database &&
    a.table === b.table
  );
}
