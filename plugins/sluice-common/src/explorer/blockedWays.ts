import { AccountObservation, LfPermissionRow, Reason } from '../accessModel';
import { AccessIndex } from '../effectiveAccess/AccessIndex';
import { findConflicts } from '../effectiveAccess/conflicts';
import { ResolvedAccess } from '../effectiveAccess/effectiveAccess';
import { readGrant } from '../effectiveAccess/readGrant';
import { namePrincipal } from '../effectiveAccess/sentences';
import {
  accountStep,
  permissionStep,
  reasonStep,
  stopStep,
  tableStep,
} from './steps';
import { TagNearMiss, findTagNearMisses } from './tagNearMisses';
import { AccessStep } from './types';
import { LayeredWay, layered } from './ways';

/**
 * What might have been a way: the reasons that stop one, the permissions that
 * open nothing by themselves or beside another, and grants by LF-Tags that miss
 * the table by one key.
 */
export function blockedWaysOf(
  index: AccessIndex,
  resolved: ResolvedAccess,
): LayeredWay[] {
  const { access, grants, table } = resolved;
  const used = new Set(
    grants?.sources.flatMap(({ permissions }) =>
      permissions.flatMap(({ rows }) => rows),
    ),
  );
  const stops = access.reasons.filter(({ effect }) => effect === 'prevents');
  const missing = stops.filter(({ kind }) => kind === 'missing');
  const isUnused = ({ rows }: Reason) =>
    rows.length > 0 && !rows.some(row => used.has(row));
  const idle = access.reasons.filter(
    reason =>
      isUnused(reason) &&
      !stops.includes(reason) &&
      !['resourceLink', 'iamAllowedPrincipals'].includes(reason.kind),
  );
  const start = table ? [[tableStep(access.table)]] : [];
  const others = stops.filter(({ kind }) => kind !== 'missing');
  const withoutEffect = findWithoutEffect(index, resolved);
  const stopOf = (reason: Reason, i: number): AccessStep[] => {
    const text = withoutEffect.get(reason.rows[0]);
    return text === undefined
      ? missing.map(missingStep)
      : [stopStep(`conflict-${i}`, 'Without effect', text)];
  };
  const nearMisses = findTagNearMisses(index, resolved).map((miss, i) =>
    nearWay(resolved, miss, i, start),
  );
  return [
    ...others.map((reason, i) =>
      layered(`stopped-${i}`, [...start, [reasonStep(reason, `stop-${i}`)]]),
    ),
    ...idle.map((reason, i) => {
      const stop = stopOf(reason, i);
      return layered(`idle-${i}`, [
        ...start,
        [reasonStep(reason, `idle-${i}`)],
        ...(stop.length > 0 ? [stop] : []),
      ]);
    }),
    ...nearMisses,
    ...(idle.length + nearMisses.length === 0
      ? missing.map((reason, i) =>
          layered(`missing-${i}`, [...start, [missingStep(reason, i)]]),
        )
      : []),
  ];
}

/** By the row of a permission, why it opens nothing beside another (LF reference A5). */
function findWithoutEffect(
  index: AccessIndex,
  { access, table, owner, reader, principals }: ResolvedAccess,
): Map<LfPermissionRow, string> {
  if (!table || !owner || !reader) return new Map();
  const ignoredIn = (account: AccountObservation, holders: string[]) => {
    const grants = holders
      .flatMap(holder =>
        index.findPermissions(access.table, holder, account.accountId),
      )
      .map(permission => ({
        permission,
        reading: readGrant(index, permission, table, account),
      }));
    return [...findConflicts(grants, table).ignored];
  };
  const ignored =
    owner === reader
      ? ignoredIn(owner, principals)
      : [
          ...ignoredIn(owner, principals),
          ...ignoredIn(owner, [reader.accountId]),
          ...ignoredIn(reader, principals),
        ];
  return new Map(
    ignored.flatMap(([{ rows }, text]) =>
      rows.map((row): [LfPermissionRow, string] => [row, text]),
    ),
  );
}

function nearWay(
  { access, owner }: ResolvedAccess,
  { permission, policy, key, value, current }: TagNearMiss,
  i: number,
  start: AccessStep[][],
): LayeredWay {
  const { tableName } = access.table;
  const has =
    current.length > 0
      ? `has the LF-Tag ${key}=${current.join(', ')}`
      : `has no LF-Tag ${key}`;
  return layered(`near-${i}`, [
    ...start,
    [accountStep(owner!)],
    [
      {
        ...permissionStep(permission, []),
        text: `Account ${permission.observedIn} grants ${namePrincipal(
          permission.principal,
        )} SELECT on whatever has the LF-Tags ${policy}.`,
        effect: 'informs',
      },
    ],
    [
      stopStep(
        `near-${i}`,
        `No ${key}=${value}`,
        `${tableName} ${has}; with ${key}=${value} the grant would reach it.`,
      ),
    ],
  ]);
}

function missingStep(reason: Reason, i: number): AccessStep {
  return reasonStep(reason, `missing-${i}`);
}
