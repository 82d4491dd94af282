import { permissionsOf, wanted } from './__testUtils__/blueprints';
import {
  C,
  claimsCare,
  claimsProduct,
  consumerAccount,
  CONSUMER,
  P,
  patientsCare,
  patientsProduct,
  producerAccount,
  PRODUCER,
  seedFacts,
  share,
} from './__testUtils__/seedDeclarations';

const TEAM1 = 'emr_on_eks_fgac_job_team1_execution_role';
const TEAM2 = 'emr_on_eks_fgac_job_team2_execution_role';

describe('the producer account', () => {
  it('registers the warehouse with its role, in Lake Formation mode (P5)', () => {
    expect(
      wanted(producerAccount, 'registeredLocation').map(
        ({ properties }) => properties,
      ),
    ).toEqual([
      {
        resourceArn: `arn:aws:s3:::blog-emr-eks-fgac-data-${P}-us-west-2-dev/warehouse`,
        roleArn: `arn:aws:iam::${P}:role/lf_data_access_execution_role`,
        hybridAccess: false,
      },
    ]);
  });

  it('lets the consumer filter, with the session tag (1.3)', () => {
    expect(
      wanted(producerAccount, 'externalDataFiltering')[0].properties,
    ).toEqual({ accountId: C });
    expect(
      wanted(producerAccount, 'authorizedSessionTag')[0].properties,
    ).toEqual({ value: 'EMR on EKS Engine' });
  });

  it('keeps the administrators that are declared', () => {
    const principalArn = `arn:aws:iam::${P}:role/sluice`;
    const declaration = {
      ...producerAccount,
      dataLakeAdministrators: [principalArn],
    };
    expect(wanted(declaration, 'dataLakeAdministrator')[0].properties).toEqual({
      principalArn,
    });
  });
});

describe('the data products', () => {
  it('have a database at the warehouse (P6)', () => {
    expect(wanted(patientsProduct, 'glueDatabase')[0].properties).toEqual({
      name: 'healthcare_db',
      locationUri: `s3://blog-emr-eks-fgac-data-${P}-us-west-2-dev/warehouse/`,
    });
  });

  it.each([
    [patientsProduct, 'patients', 9, 'city', 12],
    [claimsProduct, 'claims', 10, 'status', 10],
  ] as const)(
    '%#: have a table with its rows (P7 to P10, section 2)',
    (product, name, columns, partition, rows) => {
      const [table] = wanted(product, 'icebergTable');
      expect(table.properties).toMatchObject({
        database: 'healthcare_db',
        name,
        location: `s3://blog-emr-eks-fgac-data-${P}-us-west-2-dev/warehouse/healthcare_db/${name}`,
        partitionedBy: [partition],
        athenaOutputLocation: `s3://athena-results-${P}-us-west-2/`,
      });
      expect(table.properties.columns).toHaveLength(columns);
      const [inserted] = wanted(product, 'icebergRows');
      expect(inserted.properties.rows).toHaveLength(rows);
      expect(inserted.dependsOn).toEqual([table.id]);
    },
  );

  it('have the rows of section 2', () => {
    const [patients] = wanted(patientsProduct, 'icebergRows');
    const [claims] = wanted(claimsProduct, 'icebergRows');
    const states = patients.properties.rows.map(row => row[5]);
    for (const state of ['California', 'Texas', 'New York']) {
      expect(states.filter(each => each === state)).toHaveLength(4);
    }
    expect(patients.properties.rows.at(-1)!.slice(-2)).toEqual([
      '2025-03-28 10:55:00',
      '2025-03-28 10:55:00',
    ]);
    const amounts = claims.properties.rows.map(row => Number(row[5]));
    expect(amounts.reduce((sum, amount) => sum + amount)).toBe(2010);
    expect(
      claims.properties.rows.filter(row => row[6] === 'Approved'),
    ).toHaveLength(6);
  });

  it('leave no table to IAM policies (1.4)', () => {
    expect(
      wanted(patientsProduct, 'withoutIamAllowedPrincipals').map(
        ({ properties }) => properties,
      ),
    ).toEqual([
      { database: 'healthcare_db' },
      { database: 'healthcare_db', table: 'patients' },
    ]);
  });
});

describe('the share', () => {
  it('gives what the seed lists, and nothing more (1.5)', () => {
    expect(permissionsOf(share)).toEqual([
      `${PRODUCER}: ${C} DESCRIBE (DESCRIBE) on database ${P}.healthcare_db`,
      `${PRODUCER}: ${C} SELECT (SELECT) on dataCellsFilter ${P}.healthcare_db.patients.patients_column_row_filter`,
      `${PRODUCER}: ${C} SELECT, DESCRIBE (SELECT, DESCRIBE) on table ${P}.healthcare_db.claims`,
    ]);
  });

  it('has the filter of 1.2c', () => {
    expect(
      wanted(share, 'dataCellsFilter').map(({ properties }) => properties),
    ).toEqual([
      {
        catalogId: P,
        database: 'healthcare_db',
        table: 'patients',
        name: 'patients_column_row_filter',
        columns: [
          'patient_id',
          'patient_name',
          'date_of_birth',
          'gender',
          'city',
          'state',
          'created_at',
          'updated_at',
        ],
        rowFilter: "state in ('Texas', 'New York')",
      },
    ]);
  });

  it('names a filter after the account if nobody else does', () => {
    const { filterName, ...patients } = share.tables[0];
    const [filter] = wanted(
      { ...share, tables: [patients] },
      'dataCellsFilter',
    );
    expect(filter.properties.name).toBe('patients_for_healthcare_consumer');
  });

  it('is accepted by an account that said it would, after it is given', () => {
    const [accepted] = wanted(share, 'acceptedShare');
    expect(accepted).toMatchObject({
      account: CONSUMER,
      properties: { senderAccountId: P },
      dependsOn: expect.arrayContaining(
        wanted(share, 'lakeFormationPermission').map(({ id }) => id),
      ),
    });
  });

  it.each([
    [
      'did not say so',
      [producerAccount, { ...consumerAccount, producerAccountIds: [] }],
    ],
    ['is not set up', [producerAccount]],
  ])('is not accepted by an account that %s', (_, declarations) => {
    expect(wanted(share, 'acceptedShare', seedFacts({ declarations }))).toEqual(
      [],
    );
  });
});

describe('the consumer account', () => {
  it('accepts nothing before there is a share, which it could wait for in vain', () => {
    expect(wanted(consumerAccount, 'acceptedShare')).toHaveLength(1);
    expect(
      wanted(
        consumerAccount,
        'acceptedShare',
        seedFacts({ declarations: [producerAccount] }),
      ),
    ).toEqual([]);
  });

  it('lets itself filter, with the session tag (1.8)', () => {
    expect(
      wanted(consumerAccount, 'externalDataFiltering')[0].properties,
    ).toEqual({ accountId: C });
    expect(
      wanted(consumerAccount, 'authorizedSessionTag')[0].properties,
    ).toEqual({ value: 'EMR on EKS Engine' });
  });

  it('has the security configuration of 1.7h and the virtual cluster of C13', () => {
    const [configuration] = wanted(consumerAccount, 'emrSecurityConfiguration');
    expect(configuration.properties).toEqual({
      name: 'emr-on-eks-fgac-sec-conifg',
      sessionTagValue: 'EMR on EKS Engine',
      cluster: 'fgac-blog',
      secureNamespace: 'lf-fgac-secure',
      queryEngineRoleArn: `arn:aws:iam::${C}:role/emr_on_eks_fgac_query_execution_role`,
    });
    expect(
      wanted(consumerAccount, 'emrVirtualCluster').map(
        ({ properties }) => properties,
      ),
    ).toEqual([
      {
        name: 'emr-on-eks-fgac-blog',
        cluster: 'fgac-blog',
        namespace: 'lf-fgac-user',
        securityConfiguration: configuration.properties,
      },
    ]);
  });

  it('maps the service-linked role of EMR to its Kubernetes user, as the seed does not', () => {
    expect(wanted(consumerAccount, 'eksAccessEntry')[0].properties).toEqual({
      cluster: 'fgac-blog',
      principalArn: `arn:aws:iam::${C}:role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers`,
      username: 'emr-containers',
    });
  });
});

describe('the teams', () => {
  it('are granted what 1.7g lists, of patients only what the account got', () => {
    const of = (role: string, what: string) => `${CONSUMER}: ${role} ${what}`;
    expect(permissionsOf(patientsCare)).toEqual([
      of(TEAM1, `DESCRIBE on database ${C}.consumer_healthcare_db`),
      of(TEAM1, `DESCRIBE on table ${C}.consumer_healthcare_db.rl_patients`),
      of(TEAM1, `SELECT on table ${P}.healthcare_db.patients`),
      of(TEAM1, `DESCRIBE on table ${C}.consumer_healthcare_db.rl_claims`),
      of(TEAM1, `SELECT, DESCRIBE on table ${P}.healthcare_db.claims`),
    ]);
    expect(permissionsOf(claimsCare)).toEqual([
      of(TEAM2, `DESCRIBE on database ${C}.consumer_healthcare_db`),
      of(TEAM2, `DESCRIBE on table ${C}.consumer_healthcare_db.rl_claims`),
      of(TEAM2, `SELECT, DESCRIBE on table ${P}.healthcare_db.claims`),
    ]);
  });

  it('have the links of C10', () => {
    expect(
      wanted(patientsCare, 'resourceLink').map(({ properties }) => properties),
    ).toEqual(
      ['patients', 'claims'].map(table => ({
        database: 'consumer_healthcare_db',
        name: `rl_${table}`,
        target: { catalogId: P, database: 'healthcare_db', table },
      })),
    );
  });

  it('have no namespace but that of the account', () => {
    expect(wanted(patientsCare, 'kubernetesObject')).toEqual([]);
    expect(wanted(patientsCare, 'emrVirtualCluster')).toEqual([]);
  });
});
