import { AccessIndex } from '../effectiveAccess/AccessIndex';
import { ResolvedAccess } from '../effectiveAccess/effectiveAccess';
import { collectGrants, opensAll } from '../effectiveAccess/grantScope';
import { shareStateOf } from '../effectiveAccess/resourceShares';
import { namePrincipal } from '../effectiveAccess/sentences';
import { HypotheticalChange } from '../hypothetical';
import { parsePrincipal } from '../permissions';
import { Halves, halvesOf, isCertain, isPending, known, opens } from './halves';
import { findPartSteps } from './partSteps';
import { Remedy } from './types';

/** What is asked about: a column by position, or -1 for any; and whether it is read. */
export interface Wanted {
  position: number;
  isOpen: boolean;
}

/**
 * What to grant, as clauses of a sentence: each enough by itself, the narrow
 * ones first. One without changes has to be done by hand.
 */
export function findGrantSteps(
  index: AccessIndex,
  resolved: ResolvedAccess,
  { position, isOpen }: Wanted,
): Remedy[] {
  const isNarrowEnough = !isOpen && resolved.grants!.problems.length === 0;
  if (resolved.owner === resolved.reader) {
    const parts = isNarrowEnough
      ? findPartSteps(index, resolved, position)
      : [];
    return [...parts, grantStep(resolved)];
  }
  const halves = halvesOf(index, resolved);
  const completing = isNarrowEnough
    ? findCompletingSteps(resolved, halves, position)
    : [];
  const accepting =
    isNarrowEnough && halves.isWaiting
      ? findAcceptingSteps(index, resolved, halves, position)
      : [];
  const steps = [...accepting, ...completing, bothStep(resolved, halves)];
  return steps.filter(
    ({ text }, i) => steps.findIndex(each => each.text === text) === i,
  );
}

/** To accept what only waits for it, where that alone opens something. */
function findAcceptingSteps(
  index: AccessIndex,
  resolved: ResolvedAccess,
  { grantedOn }: Halves,
  position: number,
): Remedy[] {
  const { access, principals } = resolved;
  const { table, owner, reader } = known(resolved);
  const holders = [reader.accountId, ...principals];
  const isLost = holders
    .flatMap(each => index.findPermissions(access.table, each, owner.accountId))
    .some(
      each =>
        shareStateOf(each, reader).kind !== 'accepted' &&
        !isPending(each, reader),
    );
  if (isLost) return [];
  // Without a recipient, as if everything had arrived.
  const once = (who: string[]) =>
    collectGrants(index, { table, account: owner, principals: who });
  const shared = once([reader.accountId]);
  const direct = once(principals);
  const certain = [shared, direct, grantedOn].every(each =>
    isCertain(each, table),
  );
  const meet =
    (opens(shared, table, position) && opensAll(grantedOn, table)) ||
    (opensAll(shared, table) && opens(grantedOn, table, position));
  return certain && (meet || opens(direct, table, position))
    ? [
        {
          text: `accept the resource share of account ${owner.accountId} in account ${reader.accountId}`,
          changes: [acceptance(resolved)],
        },
      ]
    : [];
}

/** The half that is missing where the other one is there. */
function findCompletingSteps(
  resolved: ResolvedAccess,
  { shared, grantedOn, isWaiting, broken }: Halves,
  position: number,
): Remedy[] {
  const { table, owner, reader } = known(resolved);
  if (opens(shared, table, position)) {
    return isCertain(shared, table) ? [grantStep(resolved)] : [];
  }
  const isComplete =
    opens(grantedOn, table, position) && isCertain(grantedOn, table);
  if (!isComplete || isWaiting || broken !== undefined) return [];
  return [
    {
      text: `grant account ${reader.accountId} SELECT on ${table.ref.tableName} in account ${owner.accountId}, and accept its resource share`,
      changes: shareChanges(resolved),
    },
  ];
}

function bothStep(
  resolved: ResolvedAccess,
  { shared, broken }: Halves,
): Remedy {
  const { table, owner, reader } = known(resolved);
  const grant = grantStep(resolved);
  if (opensAll(shared, table)) return grant;
  if (broken !== undefined) return { text: broken, changes: [] };
  return {
    text: `grant account ${reader.accountId} SELECT on ${table.ref.tableName} in account ${owner.accountId}, accept its resource share, and ${grant.text}`,
    changes: [...shareChanges(resolved), ...grant.changes],
  };
}

function grantStep(resolved: ResolvedAccess): Remedy {
  const { access, reader } = resolved;
  const who = namePrincipal(parsePrincipal(access.principal));
  return {
    text: `grant ${who} SELECT on ${access.table.tableName} in account ${
      reader!.accountId
    }`,
    changes: [grantOf(resolved, reader!.accountId, access.principal)],
  };
}

function shareChanges(resolved: ResolvedAccess): HypotheticalChange[] {
  const { owner, reader } = known(resolved);
  return [
    grantOf(resolved, owner.accountId, reader.accountId),
    acceptance(resolved),
  ];
}

function acceptance(resolved: ResolvedAccess): HypotheticalChange {
  const { owner, reader } = known(resolved);
  return {
    kind: 'acceptShare',
    senderAccountId: owner.accountId,
    receiverAccountId: reader.accountId,
  };
}

function grantOf(
  { access }: ResolvedAccess,
  accountId: string,
  principal: string,
): HypotheticalChange {
  return {
    kind: 'grant',
    accountId,
    principal,
    on: { kind: 'table', table: access.table },
    permissions: ['SELECT'],
  };
}
