import { PermissionResource } from '../accessModel';
import { parsePermissionResource, parsePrincipal } from '../permissions';
import { ask, select, within } from './__testUtils__/questions';
import {
  ANALYST,
  C,
  P,
  TEAM1,
  World,
  onAllTables,
  onTable,
  row,
  seedWorld,
} from './__testUtils__/world';

const TABLE = parsePermissionResource(onTable('patients'), P);
const OTHER = parsePermissionResource(onTable('claims'), P);
const ALL = parsePermissionResource(onAllTables(), P);
const DATABASE: PermissionResource = {
  kind: 'database',
  catalogId: P,
  databaseName: 'healthcare_db',
};

const optIn = (
  principal: string,
  resource: PermissionResource,
  condition?: string,
) => ({ principal: parsePrincipal(principal), resource, condition });
type OptIn = ReturnType<typeof optIn>;

function levelOf(
  world: World,
  principal: string,
  owners: OptIn[],
  readers: OptIn[] = [],
) {
  world.producer.tables[0].registration = 'hybrid';
  world.producer.optIns = owners;
  world.consumer.optIns = readers;
  return ask(world, principal);
}

describe('over a hybrid location (A9)', () => {
  it.each<[string, OptIn[], string]>([
    ['opted in on the table', [optIn(ANALYST, TABLE)], 'full'],
    ['opted in on all tables', [optIn(ANALYST, ALL)], 'full'],
    ['opted in on the database alone', [optIn(ANALYST, DATABASE)], 'unknown'],
    ['opted in on another table', [optIn(ANALYST, OTHER)], 'unknown'],
    ['another is opted in', [optIn(TEAM1, TABLE)], 'unknown'],
    ['opted in on a condition', [optIn(ANALYST, TABLE, 'x')], 'unknown'],
    ['nobody is opted in', [], 'unknown'],
  ])('in one account, %s', (_, optIns, level) => {
    const world = within([
      select(onTable('patients')),
      row('IAM_ALLOWED_PRINCIPALS', onTable('patients'), ['ALL']),
    ]);
    expect(levelOf(world, ANALYST, optIns).level).toBe(level);
  });

  it('is none for whoever is opted in and holds nothing', () => {
    expect(levelOf(within([]), ANALYST, [optIn(ANALYST, TABLE)]).level).toBe(
      'none',
    );
  });

  it.each<[string, OptIn[], OptIn[], string]>([
    ['directly', [optIn(TEAM1, TABLE)], [], 'partial'],
    ['by halves', [optIn(C, TABLE)], [optIn(TEAM1, TABLE)], 'partial'],
    ['by the first half', [optIn(C, TABLE)], [], 'unknown'],
    ['by the second half', [], [optIn(TEAM1, TABLE)], 'unknown'],
    ['on all tables, no database', [optIn(TEAM1, ALL)], [], 'unknown'],
    [
      'on all tables and the database',
      [optIn(TEAM1, ALL), optIn(TEAM1, DATABASE)],
      [],
      'partial',
    ],
  ])('across accounts, opted in %s', (_, owners, readers, level) => {
    expect(levelOf(seedWorld(), TEAM1, owners, readers).level).toBe(level);
  });

  it('is unknown when opt-ins were not read', () => {
    const world = within([select(onTable('patients'))]);
    world.producer.failures = [{ part: 'optIns', message: 'denied' }];
    expect(levelOf(world, ANALYST, [optIn(ANALYST, TABLE)])).toMatchObject({
      level: 'unknown',
      problems: [expect.stringContaining('denied')],
    });
  });
});
