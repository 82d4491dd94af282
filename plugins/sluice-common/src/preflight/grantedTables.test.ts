import { ObservedTable, Permission } from '../accessModel';
import {
  Case,
  consumer,
  declared,
  facts,
  held,
  messagesOf,
  observation,
  observedTable,
  onFilter,
  onlyLike,
  producer,
  TABLE,
  team,
  teamPrincipal,
  grant as permission,
} from './__testUtils__/setUps';

const COLUMNS = [
  { name: 'patient_id', type: 'bigint', lfTags: [] },
  { name: 'state', type: 'string', lfTags: [] },
];

/** What a team is to read by an agreement. */
const asked = (table: { columns?: string[]; rowFilter?: string } = {}) =>
  declared({
    kind: 'accessGrant',
    grant: 'one',
    team: 'group:default/patients-care',
    tables: [
      {
        producerAccount: 'producer',
        database: 'healthcare_db',
        table: 'patients',
        columns: ['patient_id', 'state'],
        filterName: 'sluice_one_patients',
        ...table,
      },
    ],
  });

const here = (
  table: Partial<ObservedTable>,
  permissions: Permission[] = [],
) => [observation('producer', { tables: [observedTable(table)], permissions })];
const onboarded = facts({
  declarations: [producer(), consumer(), team({}, { grants: [] })],
});
/** Producer and consumer are one account. */
const oneAccount = facts({
  declarations: [
    producer(),
    consumer({ account: 'producer' }),
    team({}, { account: 'producer', grants: [] }),
  ],
});
const openToIam = held({
  principal: { kind: 'iamAllowedPrincipals' },
  resource: { kind: 'allTables', ...TABLE },
  permissions: ['ALL'],
});

const CASES: Case[] = [
  ['a registered location', 'V11', { observed: here({}) }],
  [
    'a location that is not registered',
    'V11',
    { observed: here({ registration: 'none' }) },
    /^error: The location of table healthcare_db\.patients of producer is not registered .* gives group:default\/patients-care credentials/,
  ],
  [
    'a location in hybrid access mode',
    'V11',
    { observed: here({ registration: 'hybrid' }) },
    /^warning: .* is registered in hybrid access mode/,
  ],
  [
    'the grant of a declared team on a location that is not registered',
    'V11',
    { declaration: team(), observed: here({ registration: 'none' }) },
    /^error: .* is not registered/,
  ],
  [
    'a share of a location that is not registered',
    'V11',
    {
      declaration: declared({
        kind: 'share',
        producerAccount: 'producer',
        consumerAccount: 'consumer',
        database: 'healthcare_db',
        tables: [{ table: 'patients' }],
      }),
      observed: here({ registration: 'none' }),
    },
  ],

  [
    'a table of the same account that is open to IAM',
    'V16',
    { facts: oneAccount, observed: here({}, [openToIam]) },
    /^error: IAM_ALLOWED_PRINCIPALS holds permissions on table healthcare_db\.patients of producer, so IAM policies decide what group:default\/patients-care reads/,
  ],
  [
    'another table of the same account that is open to IAM',
    'V16',
    {
      facts: oneAccount,
      observed: here({}, [
        {
          ...openToIam,
          resource: { kind: 'table', ...TABLE, tableName: 'claims' },
        },
      ]),
    },
  ],
  [
    'a table of another account that is open to IAM',
    'V16',
    {
      resources: [
        permission({ resource: onFilter('sluice_one_patients') }, 'producer'),
      ],
      observed: here({}, [openToIam]),
    },
    /so Lake Formation refuses to share it/,
  ],

  [
    'a reserved column name',
    'V12',
    {
      observed: here({
        columns: [...COLUMNS, { name: 'OID', type: 'int', lfTags: [] }],
      }),
    },
    /^error: Table healthcare_db\.patients of producer has a column OID/,
  ],
  [
    'a reserved column name beside a row filter: once',
    'V12',
    {
      declaration: asked({ rowFilter: "state = 'Texas'" }),
      observed: here({
        columns: [...COLUMNS, { name: 'oid', type: 'int', lfTags: [] }],
      }),
    },
    /has a column oid/,
  ],
  [
    'a row filter on a table with an array',
    'V12',
    {
      declaration: asked({ rowFilter: "state = 'Texas'" }),
      observed: here({
        columns: [
          ...COLUMNS,
          { name: 'visits', type: 'array<date>', lfTags: [] },
        ],
      }),
    },
    /^warning: .* has visits of type array<date>\. AWS says/,
  ],
  [
    'all rows of a table with an array',
    'V12',
    {
      observed: here({
        columns: [
          ...COLUMNS,
          { name: 'visits', type: 'array<date>', lfTags: [] },
        ],
      }),
    },
  ],
  [
    'a row filter that contradicts itself',
    'V12',
    {
      declaration: asked({ rowFilter: 'patient_id > 5 and patient_id < 5' }),
      observed: here({}),
    },
    /^warning: The row filter for group:default\/patients-care on table healthcare_db\.patients of producer lets no row through/,
  ],
  [
    'a row filter that says nothing',
    'V12',
    {
      declaration: asked({ rowFilter: 'state is null or state is not null' }),
      observed: here({}),
    },
    /^warning: .* lets every row through/,
  ],
  [
    'a row filter that is wrong: once',
    'V12',
    {
      declaration: asked({ rowFilter: 'state =' }),
      observed: here({}),
    },
    /^error: .* is wrong at character 8/,
  ],

  ...(['DESCRIBE', 'INSERT', 'ALTER'] as const).map(
    (word): Case => [
      `a role that holds ${word} on the table`,
      'V14',
      {
        resources: [
          permission({ resource: onFilter('sluice_one_patients') }, 'producer'),
        ],
        observed: here({}, [
          held({
            principal: teamPrincipal,
            resource: { kind: 'table', ...TABLE },
            permissions: [word],
          }),
        ]),
      },
      new RegExp(`^error: team1-role already holds ${word} on table`),
    ],
  ),
  [
    'a role that may write all tables of the database',
    'V14',
    {
      resources: [
        permission({ resource: onFilter('sluice_one_patients') }, 'producer'),
      ],
      observed: here({}, [
        held({
          principal: teamPrincipal,
          resource: { kind: 'allTables', ...TABLE },
          permissions: ['DESCRIBE', 'INSERT'],
        }),
      ]),
    },
    /^error: team1-role already holds INSERT on table/,
  ],
  [
    'a role that may describe all tables of the database',
    'V14',
    {
      resources: [
        permission({ resource: onFilter('sluice_one_patients') }, 'producer'),
      ],
      observed: here({}, [
        held({
          principal: teamPrincipal,
          resource: { kind: 'allTables', ...TABLE },
          permissions: ['DESCRIBE'],
        }),
      ]),
    },
  ],
  [
    'the hundred-and-first filter of a role',
    'V13',
    {
      resources: [
        permission({ resource: onFilter('sluice_one_patients') }, 'producer'),
      ],
      observed: here(
        {},
        Array.from({ length: 100 }, (_, index) =>
          held({ principal: teamPrincipal, resource: onFilter(`f${index}`) }),
        ),
      ),
    },
    /^error: team1-role would hold SELECT on 101 data cells filters/,
  ],
  [
    'the hundredth filter of a role, which is changed in place',
    'V13',
    {
      resources: [permission({ resource: onFilter('f99') }, 'producer')],
      observed: here(
        {},
        Array.from({ length: 100 }, (_, index) =>
          held({ principal: teamPrincipal, resource: onFilter(`f${index}`) }),
        ),
      ),
    },
  ],
  [
    'a column list without the partition column',
    'V14',
    {
      declaration: asked({ columns: ['state'] }),
      observed: here({
        columns: [
          { ...COLUMNS[0], partitionTransform: 'bucket[16]' },
          COLUMNS[1],
        ],
      }),
    },
    /^warning: .* leaves out patient_id, by which/,
  ],
];

it.each(CASES)('%s: %s', (...[, rule, setUp, message]: Case) => {
  expect(
    messagesOf(rule, { declaration: asked(), facts: onboarded, ...setUp }),
  ).toEqual(onlyLike(message));
});
