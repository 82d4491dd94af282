import { isDeepStrictEqual } from 'util';
import fc from 'fast-check';
import {
  AccountObservation,
  ObservationDelta,
  ObservationList,
} from '../accessModel';
import { canonicalKeyOf } from '../accessModel/observationKeys';
import { worlds } from '../consequences/__testUtils__/worlds';
import { AccessIndex, createAccessIndex } from './AccessIndex';
import { effectiveAccess } from './effectiveAccess';
import { candidatePrincipals, candidateTables, whoCanSee } from './reverse';
import { CHANGES } from './__testUtils__/changes';
import {
  C,
  CLAIMS,
  P,
  PATIENTS,
  TEAM1,
  TEAM2,
  World,
  observe,
  onTable,
  row,
  seedWorld,
} from './__testUtils__/world';

const LISTS: ObservationList[] = [
  'databases',
  'tables',
  'links',
  'filters',
  'permissions',
  'shares',
  'roles',
  'optIns',
];

/** What a newer observation of an account found. */
function differenceOf(
  before: AccountObservation,
  after: AccountObservation,
): ObservationDelta {
  const delta: ObservationDelta = {
    accountName: before.accountName,
    observedAt: after.observedAt,
    failures: after.failures,
    settings: after.settings,
    put: {},
    drop: {},
  };
  for (const list of LISTS) {
    const byKey = (observation: AccountObservation) =>
      new Map(
        (observation[list] as object[]).map(item => [
          canonicalKeyOf(list, item),
          item,
        ]),
      );
    const [old, current] = [byKey(before), byKey(after)];
    Object.assign(delta.put, {
      [list]: [...current]
        .filter(([key, item]) => !isDeepStrictEqual(old.get(key), item))
        .map(([, item]) => item),
    });
    Object.assign(delta.drop, {
      [list]: [...old]
        .filter(([key]) => !current.has(key))
        .map(([, item]) => item),
    });
  }
  return delta;
}

const PRINCIPALS = [
  TEAM1,
  TEAM2,
  `arn:aws:iam::${P}:role/analyst`,
  `arn:aws:iam::777777777777:role/far`,
];
const TABLES = [PATIENTS, CLAIMS];

/** All that an index can be asked, without orders that nobody relies on. */
function answersOf(index: AccessIndex) {
  const sorted = (items: readonly unknown[]) =>
    items.map(item => JSON.stringify(item)).sort();
  const holders = [...PRINCIPALS, C, `${C}:IAMPrincipals`];
  return {
    principals: index.principalArns,
    accounts: index.principalAccounts.map(id => [
      id,
      index.findPrincipalsOf(id),
    ]),
    tables: sorted(index.tables),
    ungoverned: sorted(index.ungovernedTables),
    ofDatabase: sorted(index.findTablesOfDatabase(PATIENTS)),
    ofCatalog: sorted(index.findTablesOfCatalog(PATIENTS)),
    held: holders.map(each => sorted(index.findPermissionsOf(each))),
    unrecognized: sorted([...index.findHoldersOfUnrecognized('us-west-2')]),
    asked: TABLES.map(table => ({
      candidates: candidatePrincipals(index, table),
      seen: whoCanSee(index, table, 'ssn'),
      links: index.findLinks(table, C),
      each: PRINCIPALS.map(principal =>
        effectiveAccess(index, { principal, table }),
      ),
    })),
    within: PRINCIPALS.map(principal => candidateTables(index, principal)),
  };
}

/** The seed with some of the changes that make answers differ. */
const changed: fc.Arbitrary<World> = fc.subarray(CHANGES).map(changes => {
  const world = seedWorld();
  for (const [, change] of changes) change(world);
  return world;
});

it('answers with differences as if made from scratch, and before as before', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(changed, worlds), { minLength: 2, maxLength: 4 }),
      states => {
        const observed = states.map(observe);
        const indices = [createAccessIndex(observed[0])];
        observed.slice(1).forEach((after, i) => {
          const deltas = observed[i].map((before, n) =>
            differenceOf(before, after[n]),
          );
          indices.push(indices[i].with(deltas));
        });
        // All are asked at the end: a later one must not have changed them.
        indices.forEach((index, i) =>
          expect(answersOf(index)).toEqual(
            answersOf(createAccessIndex(observed[i])),
          ),
        );
      },
    ),
    { numRuns: 150 },
  );
});

it('two that are made from the same do not see each other', () => {
  const world = seedWorld();
  const index = createAccessIndex(observe(world));
  world.producerRows.push(
    row(`arn:aws:iam::${P}:role/analyst`, onTable('patients'), ['SELECT']),
  );
  const permissions = observe(world)[0].permissions.slice(-2);
  const [{ accountName }] = index.observations;
  const one = index.with([{ accountName, put: { permissions }, drop: {} }]);
  const other = index.with([
    {
      accountName,
      put: {},
      drop: { permissions: index.observations[0].permissions },
    },
  ]);
  expect(whoCanSee(one, PATIENTS, 'ssn')).toHaveLength(1);
  expect(whoCanSee(other, PATIENTS)).toEqual([]);
  expect(whoCanSee(index, PATIENTS)).toHaveLength(1);
});

it('refuses a difference of an account that is not there', () => {
  const index = createAccessIndex(observe(seedWorld()));
  expect(() =>
    index.with([{ accountName: 'other', put: {}, drop: {} }]),
  ).toThrow(/Account other is not among those/);
});
