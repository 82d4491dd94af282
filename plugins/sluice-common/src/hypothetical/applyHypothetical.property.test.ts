import fc from 'fast-check';
import { EffectiveAccess, RowAccess } from '../accessModel';
import { worlds } from '../consequences/__testUtils__/worlds';
import {
  createAccessIndex,
  effectiveAccess,
  whoCanSee,
} from '../effectiveAccess';
import {
  ANALYST,
  CLAIMS,
  observe,
  P,
  PATIENTS,
  TEAM1,
  TEAM2,
} from '../effectiveAccess/__testUtils__/world';
import { parseRowExpression, rowFilterImplies } from '../rowFilter';
import { applyHypothetical } from './applyHypothetical';
import { HypotheticalChange } from './HypotheticalChange';
import { hypotheticalConsequences } from './hypotheticalConsequences';

const PRINCIPALS = [TEAM1, TEAM2, ANALYST];
const QUESTIONS = PRINCIPALS.flatMap(principal =>
  [PATIENTS, CLAIMS].map(table => ({ principal, table })),
);

type Grant = Extract<HypotheticalChange, { kind: 'grant' }>;

const grants: fc.Arbitrary<Grant> = fc
  .record({
    principal: fc.constantFrom(ANALYST, `${P}:IAMPrincipals`),
    on: fc.constantFrom<Grant['on']>(
      { kind: 'table', table: PATIENTS },
      {
        kind: 'cells',
        table: PATIENTS,
        columns: { kind: 'include', names: ['city', 'state'] },
        rowFilter: 'patient_id > 5',
      },
    ),
  })
  .map(parts => ({
    kind: 'grant',
    accountId: P,
    permissions: ['SELECT'],
    ...parts,
  }));

/** Whether every cell of the first is among those of the second, where both are known. */
function readsNoLess(before: EffectiveAccess, after: EffectiveAccess) {
  if (before.level === 'none' || before.level === 'unknown') return true;
  if (after.level !== 'full' && after.level !== 'partial') {
    return after.level === 'unknown';
  }
  const { columns } = after;
  return before.columns.every(({ rows }, i) => isWithin(rows, columns[i].rows));
}

function isWithin(inner: RowAccess, outer: RowAccess): boolean {
  if (inner.kind === 'none' || outer.kind === 'all') return true;
  return (
    inner.kind === 'expression' &&
    outer.kind === 'expression' &&
    (inner.expression === outer.expression ||
      rowFilterImplies(
        parseRowExpression(inner.expression),
        parseRowExpression(outer.expression),
      ) !== 'no')
  );
}

it('never reads less by a grant, and leaves what was asked before as it was', () => {
  fc.assert(
    fc.property(
      worlds,
      fc.array(grants, { maxLength: 3 }),
      (world, changes) => {
        const before = createAccessIndex(observe(world));
        const answers = QUESTIONS.map(each => effectiveAccess(before, each));
        const after = applyHypothetical(before, changes);
        QUESTIONS.forEach((question, i) => {
          expect(effectiveAccess(before, question)).toEqual(answers[i]);
          expect(
            readsNoLess(answers[i], effectiveAccess(after, question)),
          ).toBe(true);
        });
      },
    ),
    { numRuns: 200 },
  );
});

it('leaves nothing when everything is revoked, and names all who lose', () => {
  fc.assert(
    fc.property(worlds, world => {
      const before = createAccessIndex(observe(world));
      const ids = new Map(
        before.observations.flatMap(({ accountId, permissions }) =>
          permissions.map(({ id }) => [
            `${accountId} ${id}`,
            { accountId, id },
          ]),
        ),
      );
      let after = before;
      const changes: HypotheticalChange[] = [];
      for (const { accountId, id } of ids.values()) {
        // One that another account lists, too, is gone from there already.
        const isThere = after.observations.some(
          each =>
            each.accountId === accountId &&
            each.permissions.some(permission => permission.id === id),
        );
        if (!isThere) continue;
        const revoke = {
          kind: 'revoke' as const,
          accountId,
          permissionId: id,
        };
        changes.push(revoke);
        after = applyHypothetical(after, [revoke]);
      }
      const readers = [PATIENTS, CLAIMS].flatMap(table =>
        whoCanSee(before, table).filter(({ principal }) =>
          PRINCIPALS.includes(principal),
        ),
      );
      for (const question of QUESTIONS) {
        expect(effectiveAccess(after, question).level).toBe('none');
      }
      const losers = hypotheticalConsequences({
        before,
        after,
        changes,
        readers: [],
      }).filter(({ principal }) => PRINCIPALS.includes(principal));
      expect(losers).toHaveLength(readers.length);
    }),
    { numRuns: 100 },
  );
});
