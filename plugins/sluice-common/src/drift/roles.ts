import { ObservedPrincipalPolicies, ObservedStatement } from '../accessModel';
import { namePrincipal } from '../effectiveAccess/sentences';
import { parsePrincipal } from '../permissions';
import { DriftTeam } from './DriftInput';
import { driftOf } from './driftOf';
import { Drift } from './types';
import { World } from './World';

/** What a team's role needs beside Lake Formation's permissions (LF reference A10). */
const NEEDED = ['lakeformation:GetDataAccess', 'glue:GetTable'];

/** Faults of the teams' roles: 5, 6, 21 and the role's part of 23. */
export function findRoleDrift(world: World): Drift[] {
  return world.input.teams.flatMap(team => roleDrift(world, team));
}

function roleDrift(world: World, team: DriftTeam): Drift[] {
  const { principal, entityRef, title } = team;
  if (!principal) return [];
  const parsed = parsePrincipal(principal);
  if (parsed.kind !== 'iamRole') return [];
  const account = world.observations.find(
    ({ accountId }) => accountId === parsed.accountId,
  );
  if (!account) return [];
  const base = {
    accountId: account.accountId,
    team: entityRef,
    principal,
    subject: entityRef.toLocaleLowerCase('en-US'),
  };
  const reapply = { kind: 'reapply', subject: base.subject } as const;
  const who = namePrincipal(parsed);
  const administered = world.observations
    .filter(({ settings }) => settings?.admins.includes(principal))
    .map(({ accountId, accountName }) =>
      driftOf(world, {
        ...base,
        accountId,
        cause: 'roleIsAdministrator',
        direction: 'excess',
        text: `The ${who} of ${title} is a data lake administrator of ${accountName}, so it may grant itself every table.`,
        repair: {
          kind: 'byHand',
          text: `Take ${principal} off the data lake administrators of account ${accountName} in Lake Formation's settings.`,
        },
      }),
    );
  if (!world.isRead(account, 'roles')) return administered;
  const role = account.roles.find(({ arn }) => arn === principal);
  if (!role) {
    return [
      driftOf(world, {
        ...base,
        cause: 'roleMissing',
        direction: 'missing',
        text: `The ${who} of ${title} does not exist in account ${account.accountName}, so no job of the team can run.`,
        declared: principal,
        repair: reapply,
      }),
    ];
  }
  if (team.roleUniqueId && team.roleUniqueId !== role.uniqueId) {
    return [
      driftOf(world, {
        ...base,
        cause: 'roleRecreated',
        direction: 'different',
        text: `The ${who} of ${title} is not the one that was onboarded: it was deleted and made anew, and has the rights of the one before.`,
        declared: team.roleUniqueId,
        found: role.uniqueId,
        repair: {
          kind: 'byHand',
          text: 'Find out who made the role anew. If it is in order, onboard the team again; else delete the role.',
        },
      }),
      ...administered,
    ];
  }
  if (!world.isRead(account, 'iamPolicies')) return administered;
  const policies = account.principalPolicies.find(
    ({ arn }) => arn === principal,
  );
  if (!policies) {
    return [
      ...administered,
      driftOf(world, {
        ...base,
        cause: 'notRead',
        direction: 'unknown',
        identity: 'iamPolicies',
        text: `The policies of the ${who} of ${title} were not read, so whether it can run filtered jobs is not known.`,
        repair: {
          kind: 'byHand',
          text: 'Let the role of Sluice read IAM policies, and observe the account again.',
        },
      }),
    ];
  }
  const lost = lostRights(policies);
  return [
    ...administered,
    ...(lost.length > 0
      ? [
          driftOf(world, {
            ...base,
            cause: 'engineRightsLost',
            direction: 'missing',
            text: `The ${who} of ${title} can no longer run filtered jobs: ${lost.join(
              ', and ',
            )}.`,
            repair: reapply,
          }),
        ]
      : []),
  ];
}

function lostRights({ trust, policies }: ObservedPrincipalPolicies): string[] {
  const statements = policies.flatMap(each => each.statements);
  return [
    ...NEEDED.filter(action => !allows(statements, action)).map(
      action => `its policies do not allow ${action}`,
    ),
    ...(allows(trust, 'sts:TagSession')
      ? []
      : ['its trust does not allow sts:TagSession']),
  ];
}

/** Whether some statement allows the action on anything, and none denies it on all. */
function allows(statements: ObservedStatement[], action: string): boolean {
  const has = (effect: 'Allow' | 'Deny') =>
    statements.filter(
      each =>
        each.effect === effect &&
        (each.actions
          ? each.actions.some(pattern => isMatch(pattern, action))
          : !each.notActions?.some(pattern => isMatch(pattern, action))),
    );
  const isDenied = has('Deny').some(
    ({ resources, conditions }) =>
      (!resources || resources.includes('*')) && !conditions,
  );
  return !isDenied && has('Allow').length > 0;
}

function isMatch(pattern: string, action: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 'i').test(action);
}
