import { AccessGrantDeclaration, accessGrantSchema } from '../declarations';
import { permissionsOf, wanted } from './__testUtils__/blueprints';
import {
  C,
  claimsCare,
  CONSUMER,
  consumerAccount,
  P,
  populationResearch,
  PRODUCER,
  producerAccount,
  SEED_DECLARATIONS,
  seedFacts,
} from './__testUtils__/seedDeclarations';
import { blueprintOf } from './blueprintOf';
import { BlueprintError, BlueprintFacts } from './facts';

const ROLE = claimsCare.jobExecutionRole;

const patients: AccessGrantDeclaration['tables'][number] = {
  producerAccount: PRODUCER,
  database: 'healthcare_db',
  table: 'patients',
  columns: ['patient_id', 'city', 'state'],
  rowFilter: "state = 'Texas'",
  filterName: 'patients_grant_1',
};
const claims = {
  ...patients,
  table: 'claims',
  columns: ['claim_id'],
  rowFilter: undefined,
  filterName: 'claims_grant_1',
};

const grant = (
  changes: Partial<AccessGrantDeclaration> = {},
): AccessGrantDeclaration =>
  accessGrantSchema.parse({
    kind: 'accessGrant',
    grant: 'grant-1',
    team: claimsCare.team,
    tables: [patients],
    ...changes,
  });

it('gives the team a filter of its own, and the way to it', () => {
  expect(
    wanted(grant(), 'dataCellsFilter').map(({ account, properties }) => ({
      account,
      ...properties,
    })),
  ).toEqual([
    {
      account: PRODUCER,
      catalogId: P,
      database: 'healthcare_db',
      table: 'patients',
      name: 'patients_grant_1',
      columns: ['patient_id', 'city', 'state'],
      rowFilter: "state = 'Texas'",
    },
  ]);
  expect(permissionsOf(grant())).toEqual([
    `${CONSUMER}: ${ROLE} DESCRIBE on database ${C}.consumer_healthcare_db`,
    `${CONSUMER}: ${ROLE} DESCRIBE on table ${C}.consumer_healthcare_db.rl_patients`,
    `${PRODUCER}: ${ROLE} SELECT on dataCellsFilter ${P}.healthcare_db.patients.patients_grant_1`,
  ]);
  expect(wanted(grant(), 'resourceLink').map(each => each.properties)).toEqual([
    {
      database: 'consumer_healthcare_db',
      name: 'rl_patients',
      target: { catalogId: P, database: 'healthcare_db', table: 'patients' },
    },
  ]);
  const [accepted] = wanted(grant(), 'acceptedShare');
  expect(accepted.dependsOn).toEqual([
    expect.stringContaining(`${ROLE}/dataCellsFilter/`),
  ]);
});

it("takes the role and the namespaces to be there: they are the team's", () => {
  const drawn = blueprintOf(grant({ tables: [patients, claims] }), seedFacts());
  expect(new Set(drawn.map(({ type }) => type))).toEqual(
    new Set([
      'acceptedShare',
      'dataCellsFilter',
      'lakeFormationPermission',
      'resourceLink',
    ]),
  );
  expect(JSON.stringify(drawn.map(({ dependsOn }) => dependsOn))).not.toMatch(
    /iamRole|kubernetes/,
  );
});

it("needs no OIDC issuer, which only the team's role is made from", () => {
  expect(
    blueprintOf(grant(), seedFacts({ oidcIssuers: {}, heldShares: {} })),
  ).toEqual(blueprintOf(grant(), seedFacts()));
});

describe('a table that the team is granted anyhow', () => {
  const team = {
    ...populationResearch,
    grants: populationResearch.grants.map(each => ({
      ...each,
      linkName: `own_${each.table}`,
    })),
  };
  const facts = seedFacts({ declarations: [...SEED_DECLARATIONS, team] });
  const another = grant({
    team: 'Group:default/Population-Research',
    tables: [{ ...patients, linkName: 'asked_for' }, claims],
  });

  it('is reached by the link that the team names', () => {
    expect(
      wanted(another, 'resourceLink', facts).map(
        ({ properties }) => properties.name,
      ),
    ).toEqual(['own_patients', 'own_claims']);
  });

  it.each([
    ['declared grants', team, another],
    [
      'another agreement',
      another,
      {
        ...another,
        grant: 'grant-2',
        tables: another.tables.map(each => ({
          ...each,
          filterName: `${each.table}_grant_2`,
        })),
      },
    ],
  ])('shares all but the filter with its %s', (_, one, other) => {
    const [first, second] = [one, other].map(each => {
      const drawn = blueprintOf(each, facts);
      return new Map(drawn.map(({ id, properties }) => [id, properties]));
    });
    const shared = [...second].filter(([id]) => first.has(id));
    for (const [id, properties] of shared) {
      expect(properties).toEqual(first.get(id));
    }
    expect(shared.map(([id]) => id.split(':')[0]).sort()).toEqual([
      'acceptedShare',
      'lakeFormationPermission',
      'lakeFormationPermission',
      'lakeFormationPermission',
      'resourceLink',
      'resourceLink',
    ]);
    expect(
      [...second.keys()]
        .filter(id => !first.has(id))
        .map(id => id.split(':')[0]),
    ).toEqual(
      expect.arrayContaining(['dataCellsFilter', 'lakeFormationPermission']),
    );
  });
});

it('takes the link name that it is given, where the team has none for the table', () => {
  const [link] = wanted(
    grant({ tables: [{ ...patients, linkName: 'rl_healthcare_patients' }] }),
    'resourceLink',
  );
  expect(link.properties.name).toBe('rl_healthcare_patients');
});

it.each<[string, AccessGrantDeclaration, Partial<BlueprintFacts>, RegExp]>([
  [
    'a team that is not onboarded',
    grant({ team: 'group:default/nobody' }),
    {},
    /^group:default\/nobody is not onboarded as a consumer team.*Onboard the team first/,
  ],
  [
    'a team whose account is no consumer any more',
    grant(),
    { declarations: [producerAccount, claimsCare] },
    /^Account healthcare-consumer is not set up as a consumer account/,
  ],
  [
    'a table of an account that is no producer',
    grant(),
    { declarations: [consumerAccount, claimsCare] },
    /^Account healthcare-producer is not set up as a producer account/,
  ],
  [
    'a producer that shares with accounts only',
    grant(),
    {
      declarations: [
        { ...producerAccount, crossAccountVersion: 2 },
        consumerAccount,
        claimsCare,
      ],
    },
    /cannot share with a single role/,
  ],
  [
    'the filter of the share with the account',
    grant({
      tables: [{ ...patients, filterName: 'patients_column_row_filter' }],
    }),
    {},
    /^Data cells filter patients_column_row_filter .* is already that of share:.*Give another filterName/,
  ],
  [
    'the filter of another agreement, also of the same contents',
    grant({ grant: 'grant-2' }),
    { declarations: [...SEED_DECLARATIONS, grant()] },
    /is already that of grant:grant-1\. Give another filterName/,
  ],
  [
    'the link to another table',
    grant({ tables: [{ ...patients, linkName: 'rl_claims' }] }),
    {},
    /^Resource link rl_claims .* Give another linkName/,
  ],
])('refuses %s', (_, declaration, facts, message) => {
  const draw = () => blueprintOf(declaration, seedFacts(facts));
  expect(draw).toThrow(BlueprintError);
  expect(draw).toThrow(message);
});

it.each<[string, object, string]>([
  ['a grant id with capitals', { grant: 'Grant' }, 'grant'],
  ['a long grant id', { grant: 'g'.repeat(37) }, 'grant'],
  ['no table', { tables: [] }, 'tables'],
  [
    '21 tables',
    {
      tables: Array.from({ length: 21 }, (_, index) => ({
        ...patients,
        table: `table_${index}`,
      })),
    },
    'tables',
  ],
  [
    'no columns',
    { tables: [{ ...patients, columns: [] }] },
    'tables.0.columns',
  ],
  [
    'a table twice',
    { tables: [patients, { ...patients, filterName: 'second' }] },
    'tables.1',
  ],
  [
    'no filter name',
    { tables: [{ ...patients, filterName: undefined }] },
    'tables.0.filterName',
  ],
  ['what it does not know', { expiresAt: '2026-12-31' }, ''],
])('does not read %s', (_, changes, path) => {
  const { success, error } = accessGrantSchema.safeParse({
    ...grant(),
    ...changes,
  });
  expect(success).toBe(false);
  expect(error!.issues.map(each => each.path.join('.'))).toEqual([path]);
});
