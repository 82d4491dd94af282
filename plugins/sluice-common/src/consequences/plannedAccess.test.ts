import fc from 'fast-check';
import { createAccessIndex, effectiveAccess } from '../effectiveAccess';
import {
  ANALYST,
  C,
  CLAIMS,
  emptyWorld,
  filter,
  observe,
  onAllTables,
  onColumns,
  onFilter,
  onLink,
  onTable,
  onTags,
  P,
  PATIENTS,
  REGION,
  row,
  SHARED,
  TEAM1,
  TEAM2,
  World,
} from '../effectiveAccess/__testUtils__/world';
import { RawResource } from '../permissions';
import { indexOfTables } from './plannedAccess';

const PRINCIPALS = [TEAM1, TEAM2, ANALYST, `${P}:IAMPrincipals`];

const resources = fc.oneof(
  fc
    .constantFrom('patients', 'claims')
    .chain(name =>
      fc.constantFrom(
        onTable(name),
        onColumns(name, ['patient_id']),
        onFilter(name, 'some'),
        onFilter(name, 'none_such'),
      ),
    ),
  fc.constantFrom(
    onAllTables(),
    onTags({ kind: ['public'] }),
    onLink('rl_patients'),
    onLink('rl_claims'),
    onTable('patients', C),
    { Table: { CatalogId: C, DatabaseName: 'db_link', Name: 'patients' } },
    { Surprise: { CatalogId: P } } as RawResource,
    { Catalog: { Id: P } },
  ),
);

const rows = fc.array(
  fc
    .record({
      principal: fc.constantFrom(...PRINCIPALS, C, 'IAM_ALLOWED_PRINCIPALS'),
      resource: resources,
      permission: fc.constantFrom('SELECT', 'DESCRIBE', 'INSERT'),
    })
    .map(({ principal, resource, permission }) =>
      row(principal, resource, [permission], SHARED),
    ),
  { maxLength: 8 },
);

const worlds: fc.Arbitrary<World> = fc
  .record({ producerRows: rows, consumerRows: rows, dbLink: fc.boolean() })
  .map(({ producerRows, consumerRows, dbLink }) => {
    const world = { ...emptyWorld(), producerRows, consumerRows };
    world.producer.filters = ['patients', 'claims'].map(name =>
      filter(name, 'some', ['patient_id'], 'patient_id > 10'),
    );
    for (const table of world.producer.tables) {
      table.lfTags = [{ key: 'kind', values: ['public'], source: 'table' }];
    }
    if (dbLink) {
      world.consumer.databases.push({
        region: REGION,
        catalogId: C,
        databaseName: 'db_link',
        lfTags: [],
        target: { catalogId: P, databaseName: 'healthcare_db' },
      });
    }
    return world;
  });

it('answers for its tables, word by word, as an index of everything does', () => {
  fc.assert(
    fc.property(
      worlds,
      fc.subarray([PATIENTS, CLAIMS], { minLength: 1 }),
      (world, tables) => {
        const observations = observe(world);
        const all = createAccessIndex(observations);
        const some = indexOfTables(observations, tables);
        for (const principal of [TEAM1, TEAM2, ANALYST]) {
          for (const table of tables) {
            const question = { principal, table };
            expect(effectiveAccess(some, question)).toEqual(
              effectiveAccess(all, question),
            );
          }
        }
      },
    ),
    { numRuns: 500 },
  );
});
