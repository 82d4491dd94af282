import fc from 'fast-check';
import {
  ANALYST,
  C,
  emptyWorld,
  filter,
  onAllTables,
  onColumns,
  onFilter,
  onLink,
  onTable,
  onTags,
  P,
  REGION,
  row,
  SHARED,
  TEAM1,
  TEAM2,
  World,
} from '../../effectiveAccess/__testUtils__/world';
import { RawResource } from '../../permissions';

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

/** Grants of every kind on patients and claims, in both accounts. */
export const worlds: fc.Arbitrary<World> = fc
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
