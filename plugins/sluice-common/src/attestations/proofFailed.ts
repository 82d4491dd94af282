import { Drift, DriftDirection } from '../drift';
import { stableId } from '../stableId';
import { AttestationCheck, JudgedTable } from './types';
import { dayOf } from './words';

/**
 * What is the matter when a job read something else than it was to; undefined
 * unless that was shown. It has one id for as long as the team and table do.
 * @public
 */
export function proofFailed(
  judged: JudgedTable,
  about: { team: string; roleArn: string; attestedAt: string },
): Drift | undefined {
  if (judged.verdict !== 'differs') return undefined;
  const { team, roleArn, attestedAt } = about;
  const { expectation, checks } = judged;
  const differing = checks.filter(({ verdict }) => verdict === 'differs');
  const direction = directionOf(judged, differing);
  return {
    id: stableId(['proofFailed', team, expectation.tableEntityRef]),
    cause: 'proofFailed',
    direction,
    severity: direction === 'missing' ? 'medium' : 'high',
    accountId: expectation.table.catalogId,
    table: expectation.table,
    team,
    principal: roleArn,
    text: `${judged.text} A job of the team showed it on ${dayOf(attestedAt)}.`,
    declared: differing.map(each => each.expected).join('; '),
    found: differing.map(each => each.observed).join('; '),
    rows: [],
    repair: {
      kind: 'byHand',
      text: 'Repair what is granted, then verify again.',
    },
  };
}

function directionOf(
  { expectation, columns = [], rows = 0 }: JudgedTable,
  differing: AttestationCheck[],
): DriftDirection {
  const expected = new Set(expectation.columns.map(each => each.toLowerCase()));
  const read = new Set(columns.map(each => each.toLowerCase()));
  const ways = new Set(
    differing.flatMap(({ check }): ('excess' | 'missing')[] => {
      switch (check) {
        case 'access':
          return [expectation.access === 'denied' ? 'excess' : 'missing'];
        case 'columns':
          return [
            ...([...read].some(each => !expected.has(each))
              ? (['excess'] as const)
              : []),
            ...([...expected].some(each => !read.has(each))
              ? (['missing'] as const)
              : []),
          ];
        case 'rows':
          return [rows > (expectation.rows ?? 0) ? 'excess' : 'missing'];
        default:
          return ['excess'];
      }
    }),
  );
  return ways.size === 1 ? [...ways][0] : 'different';
}
