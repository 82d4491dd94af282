import {
  Case,
  onlyLike,
  CONSUMER_ID,
  consumer,
  declared,
  facts,
  grant,
  held,
  heldShares,
  messagesOf,
  observation,
  observedTable,
  onFilter,
  PRODUCER_ID,
  producer,
  product,
  TABLE,
  team,
  TEAM_ROLE,
  teamPrincipal,
  wanted,
} from './__testUtils__/setUps';

const link = wanted('resourceLink', 'consumer', {
  database: 'consumer_db',
  name: 'rl_patients',
  target: {
    catalogId: PRODUCER_ID,
    database: 'healthcare_db',
    table: 'patients',
  },
});
const toAccount = grant(
  { principal: CONSUMER_ID, grantable: ['SELECT'] },
  'producer',
);
const linkInProducer = observation('producer', {
  links: [
    {
      ref: { region: 'us-west-2', ...TABLE },
      target: { region: 'us-west-2', ...TABLE, catalogId: '777788889999' },
    },
  ],
});
const openTo = (tableName?: string) =>
  held({
    principal: { kind: 'iamAllowedPrincipals' },
    permissions: ['ALL'],
    resource: tableName
      ? { kind: 'table', ...TABLE, tableName }
      : {
          kind: 'database',
          catalogId: PRODUCER_ID,
          databaseName: 'healthcare_db',
        },
  });
const filters = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    grant({ resource: onFilter(`filter_${index}`) }, 'producer'),
  );
const heldFilters = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    held({ principal: teamPrincipal, resource: onFilter(`held_${index}`) }),
  );
const settings = {
  admins: [],
  readOnlyAdmins: [],
  allowExternalDataFiltering: true,
  externalDataFilteringAllowList: [],
  authorizedSessionTagValues: [],
  allowFullTableExternalDataAccess: false,
  defaultsToIamAllowedPrincipals: false,
};
const hive = observedTable({
  format: 'other',
  columns: [
    { name: 'state', type: 'string', lfTags: [] },
    { name: 'day', type: 'string', lfTags: [], partitionTransform: 'identity' },
  ],
});

const CASES: Case[] = [
  ['a declared table', 'NAMES', {}],
  [
    'an unknown account',
    'NAMES',
    { declaration: team({ producerAccount: 'nobody' }) },
    /^error: No account is connected as nobody/,
  ],
  [
    'a table that was looked for',
    'NAMES',
    {
      declaration: team({ table: 'visits' }),
      observed: [observation('producer')],
    },
    /^error: There is no table healthcare_db\.visits of producer/,
  ],
  [
    'a table nobody looked for',
    'NAMES',
    { declaration: team({ table: 'visits' }) },
  ],
  [
    'a table that could not be looked for',
    'NAMES',
    {
      declaration: team({ table: 'visits' }),
      observed: [
        observation('producer', {
          failures: [{ part: 'tables', message: 'AccessDenied' }],
        }),
      ],
    },
  ],
  ['a declared column', 'NAMES', { declaration: team({ columns: ['ssn'] }) }],
  [
    'an unknown column',
    'NAMES',
    { declaration: team({ columns: ['phone'] }) },
    /no column phone in table healthcare_db\.patients.*patient_id, city, state, ssn/,
  ],
  [
    'a column that is declared but not there',
    'NAMES',
    {
      declaration: team({ columns: ['ssn'] }),
      observed: [observation('producer', { tables: [observedTable()] })],
    },
    /no column ssn .* It has patient_id, state\./,
  ],

  ['a link that is made', 'V8', { resources: [grant(), link] }],
  [
    'a link that is there',
    'V8',
    {
      resources: [grant()],
      observed: [
        observation('consumer', {
          links: [
            {
              ref: {
                region: 'us-west-2',
                catalogId: CONSUMER_ID,
                databaseName: 'consumer_db',
                tableName: 'rl',
              },
              target: { region: 'us-west-2', ...TABLE },
            },
          ],
        }),
      ],
    },
  ],
  [
    'no link',
    'V8',
    { resources: [grant()] },
    /^error: consumer has no resource link to table healthcare_db\.patients/,
  ],
  [
    'a producer whose shares nobody accepts',
    'V8',
    {
      resources: [grant(), link],
      facts: facts({
        declarations: [producer(), consumer({ producerAccountIds: [] })],
      }),
    },
    /^warning: Nothing accepts what account 111122223333 shares/,
  ],

  [
    'a valid filter',
    'V12',
    { declaration: team({ rowFilter: "state in ('Texas')" }) },
  ],
  [
    'a filter that does not parse',
    'V12',
    { declaration: team({ rowFilter: 'state = ' }) },
    /^error: The row filter for group:default\/patients-care on table .* wrong at character \d+/,
  ],
  [
    'a filter of the wrong type',
    'V12',
    { declaration: team({ rowFilter: "state = 'A' and patient_id = 'x'" }) },
    /at character 17, "patient_id = 'x'": patient_id is an integer, but 'x' is not\./,
  ],
  [
    'a filter on a column that the observed table has not',
    'V12',
    {
      declaration: team({ rowFilter: "ssn = '1'" }),
      observed: [observation('producer', { tables: [observedTable()] })],
    },
    /The table has no column ssn\. Expected there: patient_id, state\./,
  ],
  [
    'a filter for a table nobody knows',
    'V12',
    { declaration: team({ table: 'visits', rowFilter: 'a = 1' }) },
    /^warning: .* was not checked against the columns/,
  ],

  [
    'SELECT on a filter',
    'V13',
    { resources: [grant({ resource: onFilter('f') })] },
  ],
  [
    'DESCRIBE on a filter',
    'V13',
    {
      resources: [
        grant({ resource: onFilter('f'), permissions: ['SELECT', 'DESCRIBE'] }),
      ],
    },
    /^error: DESCRIBE on filter f of table/,
  ],
  ['ten filters', 'V13', { resources: filters(10) }],
  [
    'eleven filters',
    'V13',
    { resources: filters(11) },
    /^warning: team1-role.* 11 /,
  ],
  [
    'the hundredth filter',
    'V13',
    {
      resources: filters(1),
      observed: [observation('producer', { permissions: heldFilters(99) })],
    },
  ],
  [
    'the hundred and first filter',
    'V13',
    {
      resources: filters(1),
      observed: [observation('producer', { permissions: heldFilters(100) })],
    },
    /^error: team1-role would hold SELECT on 101 data cells filters/,
  ],
  [
    'a filter on a link',
    'V13',
    {
      declaration: team({ columns: ['state'] }),
      observed: [linkInProducer],
    },
    /is a resource link, on which Lake Formation makes no filters/,
  ],

  [
    'an include list with the partition column of an Iceberg table',
    'V14',
    { declaration: team({ columns: ['state', 'city'] }) },
  ],
  [
    'an include list without it',
    'V14',
    { declaration: team({ columns: ['state'] }) },
    /^warning: The column list for .* leaves out city/,
  ],
  [
    'an include list with the partition key of a Hive table',
    'V14',
    {
      declaration: team({ columns: ['state', 'day'] }),
      observed: [observation('producer', { tables: [hive] })],
    },
    /^error: The column list for .* names day, a partition key/,
  ],
  [
    'an exclude list without the grant option',
    'V14',
    {
      resources: [
        grant({
          resource: {
            kind: 'columns',
            ...TABLE,
            columns: { kind: 'exclude', names: ['ssn'] },
          },
        }),
      ],
    },
  ],
  [
    'an exclude list with the grant option',
    'V14',
    {
      resources: [
        grant({
          grantable: ['SELECT'],
          resource: {
            kind: 'columns',
            ...TABLE,
            columns: { kind: 'exclude', names: ['ssn'] },
          },
        }),
      ],
    },
    /^error: SELECT with the grant option on all columns but ssn/,
  ],
  [
    'a part for one that holds INSERT on another table',
    'V14',
    {
      resources: [grant({ resource: onFilter('f') })],
      observed: [
        observation('producer', {
          permissions: [
            held({
              principal: teamPrincipal,
              resource: { kind: 'table', ...TABLE, tableName: 'claims' },
              permissions: ['INSERT'],
            }),
          ],
        }),
      ],
    },
  ],
  [
    'a part for one that holds INSERT on it',
    'V14',
    {
      resources: [grant({ resource: onFilter('f') })],
      observed: [
        observation('producer', {
          permissions: [
            held({
              principal: teamPrincipal,
              resource: { kind: 'table', ...TABLE },
              permissions: ['INSERT', 'ALTER'],
            }),
          ],
        }),
      ],
    },
    /^error: team1-role already holds INSERT, ALTER .* would have no effect/,
  ],
  [
    'DESCRIBE for one that holds a part',
    'V14',
    {
      resources: [grant({ permissions: ['DESCRIBE'] })],
      observed: [
        observation('producer', {
          permissions: [
            held({ principal: teamPrincipal, resource: onFilter('f') }),
          ],
        }),
      ],
    },
    /^error: DESCRIBE on table .* reads only a part of it/,
  ],
  [
    'SELECT, re-granted by an account that holds a part',
    'V14',
    { resources: [grant()], facts: facts({ heldShares: heldShares('part') }) },
  ],
  [
    'SELECT and DESCRIBE, re-granted by an account that holds a part',
    'V14',
    {
      resources: [grant({ permissions: ['SELECT', 'DESCRIBE'] })],
      facts: facts({ heldShares: heldShares('part') }),
    },
    /^error: DESCRIBE on table/,
  ],

  [
    'a table that the account holds',
    'V15',
    { resources: [grant()], facts: facts({ heldShares: heldShares('whole') }) },
  ],
  [
    'a table that the plan shares first',
    'V15',
    { resources: [toAccount, grant()] },
  ],
  [
    'a table that the account does not hold',
    'V15',
    { resources: [grant()] },
    /^error: consumer is to give team1-role SELECT .* holds nothing of the table/,
  ],
  [
    'a part of a table of which the account holds all',
    'V15',
    {
      resources: [grant({ resource: onFilter('f') })],
      facts: facts({ heldShares: heldShares('whole') }),
    },
  ],
  [
    'a part of a table of which the account holds a part',
    'V15',
    {
      resources: [grant({ resource: onFilter('f') })],
      facts: facts({ heldShares: heldShares('part') }),
    },
    /holds only a part of it itself/,
  ],

  [
    'a share of a table without IAM_ALLOWED_PRINCIPALS',
    'V16',
    {
      resources: [toAccount],
      observed: [observation('producer', { permissions: [openTo('claims')] })],
    },
  ],
  [
    'a share of a table with them',
    'V16',
    {
      resources: [toAccount],
      observed: [
        observation('producer', { permissions: [openTo('patients')] }),
      ],
    },
    /^error: IAM_ALLOWED_PRINCIPALS holds permissions on table healthcare_db\.patients/,
  ],
  [
    'a share of a table from which they are taken away',
    'V16',
    {
      resources: [
        toAccount,
        wanted('withoutIamAllowedPrincipals', 'producer', {
          database: 'healthcare_db',
          table: 'patients',
        }),
      ],
      observed: [
        observation('producer', { permissions: [openTo('patients')] }),
      ],
    },
  ],
  [
    'a share of a table in hybrid access mode',
    'V16',
    {
      resources: [toAccount],
      observed: [
        observation('producer', {
          permissions: [openTo('patients')],
          tables: [observedTable({ registration: 'hybrid' })],
        }),
      ],
    },
  ],
  [
    'a database with IAM_ALLOWED_PRINCIPALS',
    'V16',
    {
      resources: [
        grant(
          {
            principal: CONSUMER_ID,
            permissions: ['DESCRIBE'],
            resource: {
              kind: 'database',
              catalogId: PRODUCER_ID,
              databaseName: 'healthcare_db',
            },
          },
          'producer',
        ),
      ],
      observed: [observation('producer', { permissions: [openTo()] })],
    },
    /on database healthcare_db of producer/,
  ],
  [
    'a grant to a role of another account at version 2',
    'V16',
    {
      resources: [grant({ principal: TEAM_ROLE }, 'producer')],
      observed: [
        observation('producer', {
          settings: { ...settings, crossAccountVersion: '2' },
        }),
      ],
    },
    /^error: producer has cross-account version 2; to grant to team1-role/,
  ],
  [
    'the same, raised by the plan',
    'V16',
    {
      resources: [
        grant({ principal: TEAM_ROLE }, 'producer'),
        wanted('crossAccountVersion', 'producer', { atLeast: 3 }),
      ],
      observed: [
        observation('producer', {
          settings: { ...settings, crossAccountVersion: '2' },
        }),
      ],
    },
  ],
  [
    'a share to an account at declared version 1',
    'V16',
    {
      resources: [toAccount],
      facts: facts({
        declarations: [
          producer({ crossAccountVersion: 1 }),
          consumer(),
          product,
        ],
      }),
    },
    /^warning: producer has cross-account version 1/,
  ],
  [
    'a table that was shared with the producer',
    'V16',
    {
      declaration: declared({
        kind: 'share',
        producerAccount: 'producer',
        consumerAccount: 'consumer',
        database: 'healthcare_db',
        tables: [{ table: 'patients' }],
      }),
      observed: [linkInProducer],
    },
    /leads to a table of another account/,
  ],
];

it.each(CASES)('%s: %s', (...[, rule, setUp, message]: Case) => {
  expect(messagesOf(rule, setUp)).toEqual(onlyLike(message));
});
