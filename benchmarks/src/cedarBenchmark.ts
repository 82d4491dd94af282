import {
  AccessIndex,
  TableRef,
  createAccessIndex,
  effectiveAccess,
  rowSight,
  tableKey,
  whoCanSee,
} from '@sluice/plugin-sluice-common';
import { assertSame } from './assertSame';
import { CedarPeer, CellQuestion } from './cedar';
import { Estate, createEstate } from './estate';
import { COLUMN_NAMES, STATES } from './estateAccounts';
import { Timing, once, rounded, timed } from './measure';
import { Random } from './random';
import { BenchmarkSize } from './sizes';

/** Cedar and the access index on one estate, asked the same. */
export interface CedarResult {
  permissions: number;
  policies: number;
  principals: number;
  /** Milliseconds to parse the policies, or to build the index. */
  build: { cedar: number; index: number };
  /** May a role read one column in a row of one state? */
  cell: { cedar: Timing; index: Timing };
  /** Who may? Cedar has no such question: each role is asked about. */
  whoCanSee: { cedar?: Timing; index: Timing };
  /** How many answers of both were compared, and how many of them were yes. */
  sameAnswers: { cells: number; allowed: number; lists: number };
}

/** Measures both, and compares each answer. */
export function measureCedar(
  { estate: size, cells, lists: listCount }: BenchmarkSize['cedar'][number],
  seed: number,
): CedarResult {
  const estate = createEstate(size, seed);
  const built = once(() => createAccessIndex(estate.observations));
  const index = built.result;
  const cedar = new CedarPeer(estate);
  const parsing = once(() => cedar.parse());

  const random = new Random(seed + 2);
  const questions = Array.from({ length: cells }, () => ask(estate, random));
  const lists = questions.slice(0, listCount);
  const byIndex = (question: CellQuestion) => readsByIndex(index, question);
  const byCedar = (question: CellQuestion) => cedar.reads(question);
  const everybody = (question: CellQuestion) =>
    estate.principals.filter(principal => byCedar({ ...question, principal }));

  let allowed = 0;
  for (const question of questions) {
    const answer = byIndex(question);
    if (answer) allowed += 1;
    assertSame(JSON.stringify(question), answer, byCedar(question));
  }
  for (const question of lists) {
    assertSame(
      `who can see ${JSON.stringify(question)}`,
      seenBy(index, question),
      everybody(question).sort(),
    );
  }
  return {
    permissions: size.permissions,
    policies: cedar.policies.length,
    principals: size.principals,
    build: { cedar: rounded(parsing.ms), index: rounded(built.ms) },
    cell: {
      cedar: timed(questions, byCedar),
      index: timed(questions, byIndex),
    },
    whoCanSee: {
      ...(listCount > 0 && { cedar: timed(lists, everybody) }),
      index: timed(questions, question => seenBy(index, question)),
    },
    sameAnswers: { cells, allowed, lists: listCount },
  };
}

function readsByIndex(
  index: AccessIndex,
  { principal, table, column, state }: CellQuestion,
): boolean {
  const access = effectiveAccess(index, { principal, table });
  return readsCell(index, access, table, column, state);
}

function seenBy(
  index: AccessIndex,
  { table, column, state }: CellQuestion,
): string[] {
  return whoCanSee(index, table, column)
    .filter(access => readsCell(index, access, table, column, state))
    .map(({ principal }) => principal)
    .sort();
}

function readsCell(
  index: AccessIndex,
  access: ReturnType<typeof effectiveAccess>,
  table: TableRef,
  column: string,
  state: string,
): boolean {
  const { cells } = rowSight(access, index.findTable(table)!, { state });
  return cells.some(({ name, seen }) => name === column && seen === 'yes');
}

/** Of a role in an account that the table is shared with, or all answers would be no. */
function ask(
  { tables, principals, sharedWith }: Estate,
  random: Random,
): CellQuestion {
  const { ref: table } = random.pick(tables);
  const accounts = sharedWith.get(tableKey(table))!;
  return {
    principal: random.pick(
      principals.filter(arn => accounts.includes(arn.split(':')[4])),
    ),
    table,
    column: random.pick(COLUMN_NAMES),
    state: random.pick(STATES),
  };
}
