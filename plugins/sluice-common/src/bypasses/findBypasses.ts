import type { AccessIndex } from '../effectiveAccess';
import type { BypassFinding } from '../explorer/types';
import { findDirectReaders } from './directS3';
import { once } from './finding';
import { findOpenSettings, findUngoverned } from './governed';
import { findAssumers, findJobStarters, TeamRole } from './teamRoles';
import { findUnread } from './unread';

/**
 * Ways to tables' data of which Lake Formation's permissions say nothing, and
 * what of them was not read. One finding for each kind, account and principal.
 * @public
 */
export function findBypasses(
  index: AccessIndex,
  options: { teams: TeamRole[] },
): BypassFinding[] {
  const all = once(
    index.observations.flatMap(({ principalPolicies }) => principalPolicies),
    ({ arn }) => arn,
  );
  const byArn = new Map(all.map(policies => [policies.arn, policies]));
  const accountOf = (arn: string) => arn.split(':')[4];
  const findings = index.observations.flatMap(account => {
    const { accountId } = account;
    const own = all.filter(({ arn }) => accountOf(arn) === accountId);
    const teams = options.teams.filter(
      ({ principal }) => accountOf(principal) === accountId,
    );
    return [
      ...findUnread(index, account),
      ...findUngoverned(index, account),
      ...findOpenSettings(account),
      ...findDirectReaders(account, byArn),
      ...findJobStarters(account, own, teams),
      ...findAssumers(accountId, own, teams),
    ];
  });
  return once(findings, ({ id }) => id);
}
