import { ObservedOptIn, PermissionResource } from '../accessModel';
import { parsePermissionResource, parsePrincipal } from '../permissions';
import {
  Expected,
  answerIn,
  expectation,
  prepared,
} from './__testUtils__/situations';
import { select, within } from './__testUtils__/questions';
import {
  ANALYST,
  C,
  P,
  SHARED,
  TEAM1,
  World,
  emptyWorld,
  onAllTables,
  onColumns,
  onTable,
  onTags,
  row,
} from './__testUtils__/world';

// Whether Lake Formation decides at all (LF reference A4 and A9).

const whole = onTable('patients');
const TABLE = parsePermissionResource(whole, P);
const ALL = parsePermissionResource(onAllTables(), P);
const DATABASE: PermissionResource = {
  kind: 'database',
  catalogId: P,
  databaseName: 'healthcare_db',
};
const open = (resource: object = whole) =>
  row('IAM_ALLOWED_PRINCIPALS', resource, ['ALL']);
const optIn = (
  principal: string,
  resource = TABLE,
  condition?: string,
): ObservedOptIn => ({
  principal: parsePrincipal(principal),
  resource,
  condition,
});

/** Of an account with SELECT for its role, or of two with a share that is granted on. */
function hybrid(
  principal: string,
  owners: ObservedOptIn[],
  readers: ObservedOptIn[] = [],
): World {
  const world = emptyWorld();
  world.producerRows =
    principal === ANALYST
      ? [select(whole), open()]
      : [row(C, whole, ['SELECT'], SHARED), open()];
  world.consumerRows = principal === ANALYST ? [] : [select(whole, principal)];
  world.producer.tables[0].registration = 'hybrid';
  world.producer.optIns = owners;
  world.consumer.optIns = readers;
  return world;
}

const OPEN = 'iamAllowedPrincipals informs #1';

describe('whether Lake Formation decides', () => {
  it.each<[string, object, Expected, string[]]>([
    ['on the table', whole, 'unknown', ['iamAllowedPrincipals informs #0']],
    [
      'on all tables',
      onAllTables(),
      'unknown',
      ['iamAllowedPrincipals informs #0'],
    ],
    [
      'by tags',
      onTags({ domain: ['care'] }),
      'unknown',
      ['iamAllowedPrincipals informs #0'],
    ],
    [
      'on some columns',
      onColumns('patients', ['city']),
      'unknown',
      ['iamAllowedPrincipals informs #0'],
    ],
    ['on another table', onTable('claims'), 'none', ['missing prevents']],
  ])('A4 IAM_ALLOWED_PRINCIPALS %s', (_, resource, read, reasons) => {
    const problem = read === 'unknown' ? 'IAM policies decide' : '';
    const world = prepared(within([open(resource)]));
    expect(answerIn(world, ANALYST, read)).toEqual(
      expectation(read, reasons, problem),
    );
  });

  it('A4 IAM_ALLOWED_PRINCIPALS beside SELECT', () => {
    expect(
      answerIn(within([select(whole), open()]), ANALYST, 'unknown'),
    ).toEqual(expectation('unknown', ['grant supports #0', OPEN]));
  });

  it.each<[string, ObservedOptIn[], Expected, string?]>([
    ['on the table', [optIn(ANALYST)], 'all'],
    ['on all tables', [optIn(ANALYST, ALL)], 'all'],
    [
      'on the database alone',
      [optIn(ANALYST, DATABASE)],
      'unknown',
      'role analyst is not',
    ],
    [
      'on a condition',
      [optIn(ANALYST, TABLE, 'x')],
      'unknown',
      'under the condition x',
    ],
    [
      'on a condition, and without',
      [optIn(ANALYST, TABLE, 'x'), optIn(ANALYST, ALL)],
      'all',
    ],
    ['as another', [optIn(TEAM1)], 'unknown', 'role analyst is not'],
    ['not at all', [], 'unknown', 'role analyst is not'],
  ])('A9 hybrid, opted in %s', (...[, optIns, read, problem]) => {
    const told = read === 'all' ? ['grant informs'] : [];
    expect(answerIn(hybrid(ANALYST, optIns), ANALYST, read)).toEqual(
      expectation(read, ['grant supports #0', OPEN, ...told], problem),
    );
  });

  it('A9 hybrid, opted in with nothing granted', () => {
    const world = hybrid(ANALYST, [optIn(ANALYST)]);
    world.producerRows = [];
    expect(answerIn(world, ANALYST, 'none')).toEqual(
      expectation('none', ['grant informs', 'missing prevents']),
    );
  });

  it.each<[string, ObservedOptIn[], ObservedOptIn[], Expected, string?]>([
    ['by the owner', [optIn(TEAM1)], [], 'all'],
    ['by halves', [optIn(C)], [optIn(TEAM1)], 'all'],
    ["by the owner's half", [optIn(C)], [], 'unknown', 'is not'],
    ["by the reader's half", [], [optIn(TEAM1)], 'unknown', 'is not'],
    [
      "by halves, the reader's on a condition",
      [optIn(C)],
      [optIn(TEAM1, TABLE, 'x')],
      'unknown',
      'Account 444455556666 opts in to Lake Formation under the condition x',
    ],
    [
      "by halves, the owner's on a condition",
      [optIn(C, TABLE, 'x')],
      [optIn(TEAM1)],
      'unknown',
      'Account 111122223333 opts in to Lake Formation under the condition x',
    ],
    [
      'on all tables without the database',
      [optIn(TEAM1, ALL)],
      [],
      'unknown',
      'is not',
    ],
    [
      'on all tables and the database',
      [optIn(TEAM1, ALL), optIn(TEAM1, DATABASE)],
      [],
      'all',
    ],
  ])('A9 hybrid across accounts, opted in %s', (...situation) => {
    const [, owners, readers, read, problem] = situation;
    const told = read === 'all' ? ['grant informs'] : [];
    expect(answerIn(hybrid(TEAM1, owners, readers), TEAM1, read)).toEqual(
      expectation(
        read,
        ['accountShare supports #0', 'grant supports #2', OPEN, ...told],
        problem,
      ),
    );
  });

  it.each<['producer' | 'consumer']>([['producer'], ['consumer']])(
    'A9 hybrid, opt-ins of the %s not read',
    account => {
      const world = hybrid(TEAM1, [optIn(TEAM1)]);
      world[account].failures = [{ part: 'optIns', message: 'denied' }];
      expect(answerIn(world, TEAM1, 'unknown').problems).toContain('denied');
    },
  );

  it.each<['lakeFormation' | 'none' | 'unknown', Expected, string]>([
    ['lakeFormation', 'all', ''],
    ['none', 'unknown', 'is not registered'],
    ['unknown', 'unknown', 'could not be read'],
  ])('A9 a location that is registered as %s', (mode, read, problem) => {
    const world = within([select(whole)]);
    world.producer.tables[0].registration = mode;
    expect(answerIn(world, ANALYST, read)).toEqual(
      expectation(read, ['grant supports #0'], problem),
    );
  });
});
