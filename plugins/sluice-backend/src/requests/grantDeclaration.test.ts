import {
  AccessGrantDeclaration,
  accessGrantSchema,
  ObservedResourceLink,
  ObservedTable,
  RequestedTable,
  tableEntityRef,
} from '@sluice/plugin-sluice-common';
import { AccessSnapshot, ObservedWorld } from '../access';
import { CONSUMER, PRODUCER, TEAM1_ROLE } from '../__testUtils__/healthcare';
import {
  grantDeclarationAsAsked,
  grantDeclarationOf,
  grantFilterName,
  GrantedRequest,
} from './grantDeclaration';
import {
  emptyObservation,
  patientsTable,
  snapshotOf,
} from './__testUtils__/snapshotOf';

const GRANT = '0f1e2d3c-1111-4222-8333-444455556666';
const TEAM = 'group:default/patients-care';
const { ref, columns } = patientsTable();
const request: GrantedRequest = {
  grantId: GRANT,
  team: TEAM,
  terms: {
    tables: [
      {
        table: 'resource:healthcare-producer/healthcare_db.patients',
        ref,
        tableUuid: 'uuid-of-patients',
        producerAccount: 'healthcare-producer',
        columns: [
          { fieldId: 1, name: 'patient_id' },
          { fieldId: 5, name: 'state' },
        ],
        rowFilter: "state = 'Texas'",
      },
    ],
  },
};
const expected: AccessGrantDeclaration = {
  kind: 'accessGrant',
  grant: GRANT,
  team: TEAM,
  tables: [
    {
      producerAccount: 'healthcare-producer',
      database: 'healthcare_db',
      table: 'patients',
      columns: ['patient_id', 'state'],
      rowFilter: "state = 'Texas'",
      filterName: 'sluice_0f1e2d3c_patients',
    },
  ],
};

const declared = (...tables: ObservedTable[]) =>
  grantDeclarationOf(request, snapshotOf(tables));

it('names what was agreed on, in words that a declaration may have', () => {
  const declaration = declared(patientsTable());
  expect(declaration).toEqual(expected);
  expect(grantDeclarationAsAsked(request)).toEqual(expected);
  expect(accessGrantSchema.parse(declaration)).toEqual(expected);
});

it('calls a column that was renamed by its new name', () => {
  const renamed = patientsTable({
    columns: columns.map(column =>
      column.fieldId === 1 ? { ...column, name: 'person_id' } : column,
    ),
  });
  expect(declared(renamed).tables[0].columns).toEqual(['person_id', 'state']);
});

it.each<[string, ObservedTable[], RegExp]>([
  [
    'the table was dropped',
    [],
    /^Table healthcare_db.patients was not found in account healthcare-producer/,
  ],
  [
    'the table was made anew',
    [patientsTable({ tableUuid: 'another' })],
    /^Table healthcare_db.patients was made anew since it was asked for/,
  ],
  [
    'the metadata was not read',
    [patientsTable({ tableUuid: undefined, problem: 'S3 refused.' })],
    /cannot be told from others, since its metadata was not read: S3 refused\. Have/,
  ],
  [
    'a column was dropped',
    [patientsTable({ columns: columns.filter(each => each.fieldId !== 1) })],
    /^Column patient_id of healthcare_db.patients is gone since it was asked for/,
  ],
  [
    'a column was dropped, and another has its name',
    [
      patientsTable({
        columns: columns.map(each =>
          each.fieldId === 1 ? { ...each, fieldId: 9 } : each,
        ),
      }),
    ],
    /^Column patient_id of healthcare_db.patients is gone/,
  ],
  [
    'a column that the row filter names was renamed, and another has its name',
    [
      patientsTable({
        columns: [
          ...columns.map(each =>
            each.fieldId === 5 ? { ...each, name: 'region' } : each,
          ),
          { fieldId: 9, name: 'state', type: 'string', lfTags: [] },
        ],
      }),
    ],
    /^The row filter of healthcare_db.patients names state, which is called region now/,
  ],
])('is refused when %s', (_, tables, message) => {
  expect(() => declared(...tables)).toThrow(
    expect.objectContaining({
      name: 'ConflictError',
      message: expect.stringMatching(message),
    }),
  );
});

it('is refused when a column that only the row filter names is gone', () => {
  const [table] = request.terms.tables;
  const byGender = { ...table, rowFilter: "gender = 'F'" };
  expect(() =>
    grantDeclarationOf(
      { ...request, terms: { tables: [byGender] } },
      snapshotOf([patientsTable()]),
    ),
  ).toThrow(/names gender, which is gone since/);
});

describe('links', () => {
  const inDatabase = (databaseName: string) =>
    patientsTable({ ref: { ...ref, databaseName } });
  const asked = (table: ObservedTable): RequestedTable => ({
    ...request.terms.tables[0],
    table: tableEntityRef(PRODUCER.name, table.ref),
    ref: table.ref,
  });
  const linkTo = (
    databaseName: string,
    tableName: string,
  ): ObservedResourceLink => ({
    ref: {
      region: CONSUMER.region,
      catalogId: CONSUMER.accountId,
      databaseName: 'consumer_db',
      tableName,
    },
    target: { ...ref, databaseName },
  });

  it.each<[string, ObservedResourceLink[], string[], (string | undefined)[]]>([
    ['the usual name for one table', [], ['one'], [undefined]],
    [
      'two names for tables of one name',
      [],
      ['one', 'two'],
      [undefined, 'rl_two_patients'],
    ],
    [
      'another name where the usual one is taken',
      [linkTo('other', 'rl_patients')],
      ['one'],
      ['rl_one_patients'],
    ],
    [
      'the name of a link that there is, though the usual one is free',
      [linkTo('two', 'rl_two_patients')],
      ['two'],
      ['rl_two_patients'],
    ],
    [
      'the usual name where the link is to the table',
      [linkTo('one', 'rl_patients')],
      ['two', 'one'],
      ['rl_two_patients', undefined],
    ],
  ])('have %s', (_, links, databases, names) => {
    const tables = databases.map(inDatabase);
    const snapshot = new AccessSnapshot({
      world: new ObservedWorld([
        {
          ...emptyObservation({ ...PRODUCER, accountName: PRODUCER.name }),
          tables,
        },
        {
          ...emptyObservation({ ...CONSUMER, accountName: CONSUMER.name }),
          links,
        },
      ]),
      accounts: [],
      directory: {
        teams: [{ entityRef: TEAM, title: 'Team', roleArn: TEAM1_ROLE }],
        products: [],
      },
    });
    const declaration = grantDeclarationOf(
      { ...request, terms: { tables: tables.map(asked) } },
      snapshot,
    );
    expect(declaration.tables.map(({ linkName }) => linkName)).toEqual(names);
  });
});

it('gives a filter a name that Lake Formation takes, however long that of the table', () => {
  expect(grantFilterName(GRANT, 'x'.repeat(255))).toHaveLength(255);
});
