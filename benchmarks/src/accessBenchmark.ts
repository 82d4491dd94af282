import {
  AccessIndex,
  AccountObservation,
  TableRef,
  accessOf,
  createAccessIndex,
  effectiveAccess,
  tableKey,
  whoCanSee,
} from '@sluice/plugin-sluice-common';
import { assertSame } from './assertSame';
import { Estate, countPermissions, createEstate } from './estate';
import { COLUMN_NAMES } from './estateAccounts';
import {
  Memory,
  Timing,
  memoryNow,
  once,
  rounded,
  summarized,
  timed,
} from './measure';
import { plainScan } from './plainScan';
import { Random } from './random';
import { BenchmarkSize } from './sizes';
import { createDelta } from './update';

/** What was measured of the access index on one estate. */
export interface AccessResult {
  /** Permissions by what they are on. */
  permissions: Record<string, number>;
  /** Milliseconds. */
  buildMs: number;
  memory: { start: Memory; observations: Memory; index: Memory };
  /** A hundred changed rows of one account: the index with the difference. */
  update: Timing;
  index: Record<Question, Timing>;
  scan: Record<Question, Timing>;
  /** How many answers of index and scan were compared. */
  sameAnswers: number;
}

/** The three questions. */
export type Question = 'whoCanSee' | 'accessOf' | 'effectiveAccess';

/** Measures build, memory, answers and update, in this order. */
export function measureAccess(
  { estate: size, samples }: BenchmarkSize,
  seed: number,
): AccessResult {
  const start = memoryNow();
  const estate = createEstate(size, seed);
  const observations = memoryNow();
  const built = once(() => createAccessIndex(estate.observations));
  const index = built.result;
  const memory = { start, observations, index: memoryNow() };

  const random = new Random(seed + 1);
  const repeat = <T>(count: number, make: () => T) =>
    Array.from({ length: count }, make);
  const columns = repeat(samples.whoCanSee, () => askColumn(estate, random));
  const principals = repeat(samples.accessOf, () =>
    random.pick(estate.principals),
  );
  const pairs = repeat(samples.effectiveAccess, () => askPair(estate, random));

  const answers = {
    whoCanSee: timed(columns, ([ref, column]) => whoCanSee(index, ref, column)),
    accessOf: timed(principals, arn => accessOf(index, arn)),
    effectiveAccess: timed(pairs, pair => effectiveAccess(index, pair)),
  };
  const { observations: list } = estate;
  const few = <T>(items: T[]) => items.slice(0, samples.scan);
  const scan = {
    whoCanSee: timed(few(columns), ([ref, column]) =>
      plainScan.whoCanSee(list, ref, column),
    ),
    accessOf: timed(few(principals), arn => plainScan.accessOf(list, arn)),
    effectiveAccess: timed(few(pairs), ({ principal, table }) =>
      plainScan.effectiveAccess(list, principal, table),
    ),
  };
  for (const [ref, column] of few(columns)) {
    assertSame(
      `who can see ${column} of ${tableKey(ref)}`,
      whoCanSee(index, ref, column),
      plainScan.whoCanSee(list, ref, column),
    );
  }
  for (const arn of few(principals)) {
    assertSame(
      `what ${arn} can see`,
      accessOf(index, arn),
      plainScan.accessOf(list, arn),
    );
  }
  for (const { principal, table } of few(pairs)) {
    assertSame(
      `what ${principal} reads of ${tableKey(table)}`,
      effectiveAccess(index, { principal, table }),
      plainScan.effectiveAccess(list, principal, table),
    );
  }
  return {
    permissions: countByKind(list),
    buildMs: rounded(built.ms),
    memory,
    index: answers,
    scan,
    sameAnswers: 3 * samples.scan,
    update: measureUpdate(estate, index, samples.updates, random),
  };
}

/** Each on top of the one before, as observations follow one another. */
function measureUpdate(
  { observations }: Estate,
  built: AccessIndex,
  times: number,
  random: Random,
): Timing {
  let index = built;
  let expected = countPermissions(observations);
  const durations = Array.from({ length: times }, () => {
    const account = random.pick(
      index.observations.filter(({ roles }) => roles.length > 0),
    );
    const delta = createDelta(account, random);
    const { ms, result } = once(() => index.with([delta]));
    index = result;
    expected -= delta.drop.permissions!.length;
    return ms;
  });
  assertSame(
    'permissions after the updates',
    countPermissions(index.observations),
    expected,
  );
  const anew = createAccessIndex(index.observations);
  for (const { arn } of index.observations.flatMap(({ roles }) =>
    roles.slice(0, 1),
  )) {
    assertSame(
      `what ${arn} can see after the updates`,
      accessOf(index, arn),
      accessOf(anew, arn),
    );
  }
  return summarized(durations);
}

function askColumn(estate: Estate, random: Random): [TableRef, string] {
  return [random.pick(estate.tables).ref, random.pick(COLUMN_NAMES)];
}

/** Half of the pairs are of an account that the table is shared with. */
function askPair(
  { tables, principals, sharedWith }: Estate,
  random: Random,
): { principal: string; table: TableRef } {
  const { ref: table } = random.pick(tables);
  const anybody = random.pick(principals);
  if (random.next() < 0.5) return { principal: anybody, table };
  const [, , , , , role] = anybody.split(':');
  const accountId = random.pick(sharedWith.get(tableKey(table))!);
  return { principal: `arn:aws:iam::${accountId}:${role}`, table };
}

function countByKind(
  observations: AccountObservation[],
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { permissions } of observations) {
    for (const { resource } of permissions) {
      counts[resource.kind] = (counts[resource.kind] ?? 0) + 1;
    }
  }
  return counts;
}
