import { RawPermission } from '../permissions';
import {
  Expected,
  ExpectedReason,
  answerIn,
  expectation,
} from './__testUtils__/situations';
import { ask, select } from './__testUtils__/questions';
import {
  C,
  CLAIMS,
  P,
  REGION,
  SHARED,
  TEAM1,
  World,
  emptyWorld,
  onLink,
  onTable,
  row,
} from './__testUtils__/world';

// Resource links to a table and to a database (LF reference A7 and A8.4).

const whole = onTable('patients');
const shared = row(C, whole, ['SELECT'], SHARED);
const on = select(whole, TEAM1);
const describes = (resource: object) => row(TEAM1, resource, ['DESCRIBE']);
const viaDatabase = {
  Table: { CatalogId: C, DatabaseName: 'db_link', Name: 'patients' },
};
const BOTH = ['accountShare supports #0', 'grant supports #1'];

/** With links to both tables, and one to their database. */
function worldOf(readers: RawPermission[]): World {
  const world = emptyWorld();
  world.producerRows = [shared];
  world.consumerRows = readers;
  world.consumer.databases.push({
    region: REGION,
    catalogId: C,
    databaseName: 'db_link',
    lfTags: [],
    target: { catalogId: P, databaseName: 'healthcare_db' },
  });
  return world;
}

describe('resource links', () => {
  it.each<[string, RawPermission[], Expected, ExpectedReason[]]>([
    [
      'a right on a link, none on its target',
      [describes(onLink('rl_patients'))],
      'none',
      ['accountShare supports #0', 'missing prevents'],
    ],
    [
      'a right on a linked database, none on its table',
      [describes(viaDatabase)],
      'none',
      ['accountShare supports #0', 'missing prevents'],
    ],
    [
      'a link beside the right on its target',
      [on, describes(onLink('rl_patients'))],
      'all',
      [...BOTH, 'resourceLink informs #2'],
    ],
    [
      'a link to another table',
      [on, describes(onLink('rl_claims'))],
      'all',
      BOTH,
    ],
    [
      'a table of a linked database',
      [on, describes(viaDatabase)],
      'all',
      [...BOTH, 'resourceLink informs #2'],
    ],
    [
      'both a link and a table of a linked database',
      [on, describes(onLink('rl_patients')), describes(viaDatabase)],
      'all',
      [...BOTH, 'resourceLink informs #2', 'resourceLink informs #3'],
    ],
  ])('A8.4 %s', (_, readers, read, reasons) => {
    expect(answerIn(worldOf(readers), TEAM1, read)).toEqual(
      expectation(read, reasons),
    );
  });

  it.each<[string, (world: World) => void, string]>([
    [
      'no DESCRIBE on the link',
      () => {},
      'has no DESCRIBE on the resource link',
    ],
    [
      'no link',
      ({ consumer }) => {
        consumer.links = [];
        consumer.databases.pop();
      },
      'has no resource link to patients',
    ],
    [
      'a link to another table only',
      ({ consumer }) => {
        consumer.links = consumer.links.filter(
          ({ target }) => target.tableName === CLAIMS.tableName,
        );
        consumer.databases.pop();
      },
      'has no resource link to patients',
    ],
  ])('A7 is read, but not by EMR: %s', (_, change, warning) => {
    const world = worldOf([on]);
    change(world);
    const { level, warnings } = ask(world, TEAM1);
    expect(level).toBe('full');
    expect(warnings).toEqual([expect.stringContaining(warning)]);
  });
});
