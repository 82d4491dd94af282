import {
  FILTERS,
  Situation,
  answerIn,
  expectation,
  prepared,
} from './__testUtils__/situations';
import { select, within } from './__testUtils__/questions';
import {
  ANALYST,
  C,
  P,
  TEAM1,
  onAllColumnsBut,
  onAllTables,
  onColumns,
  onFilter,
  onTable,
  onTags,
  row,
} from './__testUtils__/world';

// Resources, permissions and principals (LF reference A1 to A4), one grant at a
// time. The other tables: combining, accounts, links, governance.

const whole = onTable('patients');
const some = onColumns('patients', ['city', 'state']);
const GROUP = `${P}:IAMPrincipals`;
const NOTHING = ['missing prevents'];
const IDLE = ['grant informs #0', 'missing prevents'];
const NOT_KNOWN = ['problem informs #0'];

const holds = (permissions: string[], resource: object = whole) =>
  row(ANALYST, resource, permissions);
const conditional = (permission: string, resource: object = whole) =>
  row(ANALYST, resource, [permission], { Condition: { Expression: 'x' } });

const RESOURCES: Situation[] = [
  [
    'A1 all tables',
    [select(onAllTables())],
    'all',
    ['allTablesGrant supports #0'],
  ],
  [
    'A1 all tables without a name',
    [
      select({
        Table: {
          CatalogId: P,
          DatabaseName: 'healthcare_db',
          TableWildcard: {},
        },
      }),
    ],
    'all',
    ['allTablesGrant supports #0'],
  ],
  [
    'A1 all tables of another database',
    [
      select({
        Table: { CatalogId: P, DatabaseName: 'other_db', TableWildcard: {} },
      }),
    ],
    'none',
    NOTHING,
  ],
  [
    'A1 DESCRIBE on all tables',
    [row(ANALYST, onAllTables(), ['DESCRIBE'])],
    'none',
    ['allTablesGrant informs #0', 'missing prevents'],
  ],
  [
    'A1 all columns by an empty wildcard',
    [select(onAllColumnsBut('patients', []))],
    'all',
    ['grant supports #0'],
  ],
  [
    'A1 column list',
    [select(some)],
    ['city', 'state'],
    ['columnGrant limits #0'],
  ],
  [
    'A1 column list of another case',
    [select(onColumns('patients', ['CITY']))],
    ['city'],
    ['columnGrant limits #0'],
  ],
  [
    'A1 column list of every column but one',
    [select(onAllColumnsBut('patients', ['ssn']))],
    [
      'patient_id',
      'patient_name',
      'date_of_birth',
      'gender',
      'city',
      'state',
      'created_at',
      'updated_at',
    ],
    ['columnGrant limits #0'],
  ],
  [
    'A1 two members',
    [select({ ...whole, ...some })],
    'unknown',
    NOT_KNOWN,
    'TableWithColumns',
  ],
  ['A1 no member', [select({})], 'unknown', NOT_KNOWN, 'row-level-security'],
  [
    'A1 unknown member',
    [select({ Volume: { Name: 'v' } })],
    'unknown',
    NOT_KNOWN,
    'Volume',
  ],
  [
    'A1 unknown member that names another table',
    [select({ TableX: { DatabaseName: 'healthcare_db', Name: 'claims' } })],
    'none',
    NOTHING,
  ],
  [
    'A1 saved LF-Tag expression',
    [
      select({
        LFTagPolicy: {
          CatalogId: P,
          ResourceType: 'TABLE',
          ExpressionName: 'e',
        },
      }),
    ],
    'unknown',
    NOT_KNOWN,
    'ExpressionName',
  ],
  [
    'A1 DESCRIBE on the expression itself',
    [holds(['DESCRIBE'], { LFTagExpression: { CatalogId: P, Name: 'e' } })],
    'none',
    NOTHING,
  ],
  [
    'A1 a filter that is gone',
    [select(onFilter('patients', 'gone'))],
    'unknown',
    NOT_KNOWN,
    'The data cells filter gone on patients',
  ],
  [
    'A1 a location',
    [
      holds(['DATA_LOCATION_ACCESS'], {
        DataLocation: { CatalogId: P, ResourceArn: 'arn:aws:s3:::b' },
      }),
    ],
    'none',
    NOTHING,
  ],
];

const PERMISSIONS: Situation[] = [
  ['A3 nothing', [], 'none', NOTHING],
  ['A2 SELECT on the table', [holds(['SELECT'])], 'all', ['grant supports #0']],
  ['A2 ALL on the table', [holds(['ALL'])], 'all', ['grant supports #0']],
  ['A2 DESCRIBE only', [holds(['DESCRIBE'])], 'none', IDLE],
  ['A2 INSERT only', [holds(['INSERT'])], 'none', IDLE],
  ['A2 ALTER only', [holds(['ALTER'])], 'none', IDLE],
  ['A2 DELETE only', [holds(['DELETE'])], 'none', IDLE],
  ['A2 DROP only', [holds(['DROP'])], 'none', IDLE],
  ['A2 another table', [select(onTable('claims'))], 'none', NOTHING],
  [
    'A2 ALL on the database',
    [holds(['ALL'], { Database: { CatalogId: P, Name: 'healthcare_db' } })],
    'none',
    NOTHING,
  ],
  [
    'A2 SUPER_USER on the catalog',
    [holds(['SUPER_USER'], { Catalog: { Id: P } })],
    'unknown',
    NOT_KNOWN,
    'SUPER_USER',
  ],
  [
    'A2 ALL on the catalog',
    [holds(['ALL'], { Catalog: { Id: P } })],
    'none',
    NOTHING,
  ],
  [
    'A2 DESCRIBE on a filter',
    [holds(['DESCRIBE'], onFilter('patients', 'texas'))],
    'none',
    NOTHING,
  ],
  [
    'A2 SELECT by tags of databases',
    [select(onTags({ domain: ['care'] }, 'DATABASE'))],
    'none',
    NOTHING,
  ],
  [
    'A3 a condition (ABAC)',
    [conditional('SELECT')],
    'unknown',
    NOT_KNOWN,
    'the condition x',
  ],
  ['A3 a condition on DESCRIBE', [conditional('DESCRIBE')], 'none', NOTHING],
  [
    'A3 a condition beside everything',
    [holds(['SELECT']), conditional('SELECT', some)],
    'all',
    ['grant supports #0', 'problem informs #1'],
  ],
];

const PRINCIPALS: Situation[] = [
  [
    'A4 every principal of the account',
    [select(whole, GROUP)],
    'all',
    ['allIamPrincipals supports #0'],
  ],
  [
    'A4 every principal of another account',
    [select(whole, `${C}:IAMPrincipals`)],
    'none',
    NOTHING,
  ],
  ['A4 another principal', [select(whole, TEAM1)], 'none', NOTHING],
  ['A4 the account itself', [select(whole, P)], 'none', NOTHING],
  [
    'A4 a group of Identity Center',
    [select(whole, 'arn:aws:identitystore:::group/g')],
    'none',
    NOTHING,
  ],
];

describe('the truth table of Lake Formation', () => {
  it.each([...RESOURCES, ...PERMISSIONS, ...PRINCIPALS])(
    '%s',
    (...[, rows, read, reasons, problem]) => {
      expect(answerIn(prepared(within(rows, FILTERS)), ANALYST, read)).toEqual(
        expectation(read, reasons, problem),
      );
    },
  );

  it.each(['admins', 'readOnlyAdmins'] as const)(
    'A3 one of the %s reads nothing by that',
    list => {
      const world = within([]);
      world.producer.settings![list].push(ANALYST);
      const told = list === 'admins' ? ['dataLakeAdministrator informs'] : [];
      expect(answerIn(world, ANALYST, 'none')).toEqual(
        expectation('none', [...told, ...NOTHING]),
      );
    },
  );
});
