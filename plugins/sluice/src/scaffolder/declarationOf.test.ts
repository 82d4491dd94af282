import { declarationOf, PreviewedTemplate } from './declarationOf';

const TEAM = {
  team: 'group:default/population-research',
  account: 'healthcare-consumer',
  jobExecutionRole: 'team3_role',
};
const PATIENTS = {
  producerAccount: 'producer',
  database: 'healthcare_db',
  table: 'patients',
};

describe('declarationOf', () => {
  it.each<[string, PreviewedTemplate, object, object]>([
    [
      'leaves out a namespace that was thought better of',
      'onboard-consumer-team',
      { ...TEAM, ownNamespace: false, namespace: 'Not A Name' },
      { ...TEAM, kind: 'consumerTeam', grants: [] },
    ],
    [
      'reads columns, or all of them',
      'onboard-consumer-team',
      {
        ...TEAM,
        ownNamespace: true,
        namespace: 'research',
        quota: { cpu: '1', memory: '1Gi', pods: 1 },
        grants: [
          { ...PATIENTS, columns: ['state'], rowFilter: "state = 'Texas'" },
          { ...PATIENTS, table: 'claims', columns: [], allColumns: true },
        ],
      },
      {
        namespace: 'research',
        quota: { cpu: '1', memory: '1Gi', pods: 1 },
        grants: [
          { ...PATIENTS, columns: ['state'], rowFilter: "state = 'Texas'" },
          { ...PATIENTS, table: 'claims' },
        ],
      },
    ],
    [
      'reads the chosen account',
      'connect-account',
      {
        role: 'consumer',
        sessionTagValue: 'EMR',
        producer: {},
        consumer: { account: 'c', eksCluster: 'e', jobsBucket: 'jobs' },
      },
      { kind: 'consumerAccount', account: 'c', sessionTagValue: 'EMR' },
    ],
  ])('%s', (_, template, form, declaration) => {
    expect(declarationOf(template, form)).toMatchObject({ declaration });
  });

  it('has no namespace where none was asked for', () => {
    const read = declarationOf('onboard-consumer-team', {
      ...TEAM,
      namespace: 'research',
    });
    expect(read).not.toHaveProperty('declaration.namespace');
  });

  it.each([
    ['no columns', {}],
    ['an empty list', { columns: [] }],
    ['columns and all', { columns: ['state'], allColumns: true }],
  ])('does not take %s for all columns', (_, columns) => {
    expect(
      declarationOf('onboard-consumer-team', {
        ...TEAM,
        grants: [{ ...PATIENTS, ...columns }],
      }),
    ).toEqual({ problems: ['patients: choose its columns, or all of them'] });
  });

  it('reads a product and whom it is shared with, but not a contract', () => {
    const form = {
      product: 'dataproduct:default/patients',
      owner: 'group:default/patient-records',
      account: 'producer',
      database: 'healthcare_db',
      source: 'form',
      tables: [
        { name: 'patients', columns: [{ name: 'state', type: 'string' }] },
      ],
      sharedWith: [
        { consumerAccount: 'consumer', table: 'patients', allColumns: true },
      ],
    };
    expect(declarationOf('publish-data-product', form)).toMatchObject({
      declaration: {
        kind: 'dataProduct',
        sharedWith: [{ consumerAccount: 'consumer', table: 'patients' }],
      },
    });
    expect(
      declarationOf('publish-data-product', { ...form, source: 'contract' }),
    ).toEqual({ problems: [expect.stringContaining('Run it dry')] });
  });
});
