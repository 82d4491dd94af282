import { namePrincipal } from '../effectiveAccess/sentences';
import { parsePrincipal } from '../permissions';
import { DriftTeam } from './DriftInput';
import { driftOf } from './driftOf';
import { RoleRights } from './roleRights';
import { Drift } from './types';
import { World } from './World';

/** Faults of the teams' roles: 5, 6, 21 and the role's part of 23. */
export function findRoleDrift(world: World): Drift[] {
  const rights = new RoleRights(world);
  return world.input.teams.flatMap(team => roleDrift(world, team, rights));
}

function roleDrift(world: World, team: DriftTeam, rights: RoleRights): Drift[] {
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
  const role = world.role(principal);
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
  const policies = world.policies(principal);
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
  const lacking = rights.lackingOf(policies, account);
  const textOf = (verdict: 'no' | 'maybe') =>
    lacking
      .filter(each => each.verdict === verdict)
      .map(({ text }) => text)
      .join(', and ');
  const lost = textOf('no');
  const unknown = textOf('maybe');
  return [
    ...administered,
    ...(lost
      ? [
          driftOf(world, {
            ...base,
            cause: 'engineRightsLost',
            direction: 'missing',
            text: `The ${who} of ${title} can no longer run filtered jobs: ${lost}.`,
            repair: reapply,
          }),
        ]
      : []),
    // Of a role that has lost something for sure, doubts change nothing.
    ...(unknown && !lost
      ? [
          driftOf(world, {
            ...base,
            cause: 'notUnderstood',
            direction: 'unknown',
            identity: 'iamPolicies',
            text: `Whether the ${who} of ${title} can run filtered jobs is not known: ${unknown}.`,
            repair: {
              kind: 'byHand',
              text: `Look at the policies, boundary and trust of ${principal} in IAM, and take out the condition or name the resource in full.`,
            },
          }),
        ]
      : []),
  ];
}
