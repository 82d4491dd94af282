import { IamStatement } from '../resources';
import { wanted } from './__testUtils__/blueprints';
import {
  C,
  claimsCare,
  consumerAccount,
  P,
  patientsCare,
  producerAccount,
} from './__testUtils__/seedDeclarations';
import { SEED_DOCUMENTS } from './__testUtils__/seedDocuments';

/** Statements of the seed's document, changed where the seed is wrong or too wide. */
type Difference = (
  statements: (typeof SEED_DOCUMENTS)[string],
) => (typeof SEED_DOCUMENTS)[string];

/** Seed 5.1: StringLike conditions where there is nothing to match but one value. */
const tagIsEqual: Difference = statements =>
  statements.map(statement => {
    const tag =
      statement.Condition?.StringLike?.[
        'aws:RequestTag/LakeFormationAuthorizedCaller'
      ];
    return tag === undefined
      ? statement
      : {
          ...statement,
          Condition: {
            StringEquals: {
              'aws:RequestTag/LakeFormationAuthorizedCaller': tag,
            },
          },
        };
  });

/** A statement without a Sid could not be told from those of others. */
const sidIs =
  (sid: string): Difference =>
  statements =>
    statements.map(statement =>
      statement.Sid ? statement : { ...statement, Sid: sid },
    );

/** Seed 5.1: the query role trusts the account root. */
const withoutAccountRoot: Difference = statements =>
  statements.filter(({ Principal }) => {
    return !JSON.stringify(Principal).includes(':root');
  });

/**
 * Seed 5.1: both teams share one policy, may change the catalog, and write and
 * delete in every bucket whose name begins with that of the test bucket.
 */
const leastPrivilege: Difference = ([certificate]) => {
  const bucket = `arn:aws:s3:::${consumerAccount.jobsBucket}`;
  const glue = (accountId: string, resource: string) =>
    `arn:aws:glue:us-west-2:${accountId}:${resource}`;
  const role = patientsCare.jobExecutionRole;
  return [
    certificate,
    {
      Sid: 'GetDataFromLakeFormation',
      Effect: 'Allow',
      Action: 'lakeformation:GetDataAccess',
      Resource: '*',
    },
    {
      Sid: 'ReadMetadataThatLakeFormationShows',
      Effect: 'Allow',
      Action: 'glue:Get*',
      Resource: [
        glue(C, 'catalog'),
        glue(C, 'database/default'),
        glue(C, 'database/global_temp'),
        glue(C, 'database/consumer_healthcare_db'),
        glue(C, 'table/consumer_healthcare_db/*'),
        glue(P, 'catalog'),
        glue(P, 'database/*'),
        glue(P, 'table/*/*'),
      ],
    },
    {
      Sid: 'ReadJobScripts',
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: `${bucket}/jobs/*`,
    },
    {
      Sid: 'WriteOwnJobLogs',
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject'],
      Resource: `${bucket}/spark-logs/${role}/*`,
    },
    {
      Sid: 'ListScriptsAndOwnLogs',
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: bucket,
      Condition: {
        StringLike: {
          's3:prefix': [
            'jobs',
            'jobs/*',
            `spark-logs/${role}`,
            `spark-logs/${role}/*`,
          ],
        },
      },
    },
  ];
};

const policy = (
  declaration: Parameters<typeof wanted>[0],
  name: string,
): IamStatement[] =>
  wanted(declaration, 'iamPolicy').find(
    ({ properties }) => properties.name === name,
  )!.properties.statements;

const trust = (
  declaration: Parameters<typeof wanted>[0],
  name: string,
): IamStatement[] =>
  wanted(declaration, 'iamRole').find(
    ({ properties }) => properties.name === name,
  )!.properties.trust;

/** The policy of the query role, after each team added its role. */
function queryRolePolicy(): IamStatement[] {
  const members = [patientsCare, claimsCare].flatMap(team =>
    wanted(team, 'iamPolicyMember'),
  );
  const sids = [
    ...new Set(members.map(({ properties }) => properties.statement.Sid)),
  ];
  return [
    ...policy(consumerAccount, 'emr_on_eks_fgac_query_execution_role-policy'),
    ...sids.map(sid => {
      const ofSid = members.filter(
        ({ properties }) => properties.statement.Sid === sid,
      );
      return {
        ...ofSid[0].properties.statement,
        Resource: ofSid.map(({ properties }) => properties.resourceArn),
      };
    }),
  ];
}

const DOCUMENTS: {
  section: string;
  what: string;
  actual: () => IamStatement[];
  differences: Difference[];
}[] = [
  {
    section: '1.2a',
    what: 'data access policy',
    actual: () =>
      policy(producerAccount, 'lf_data_access_execution_role-policy'),
    differences: [],
  },
  {
    section: '1.2b',
    what: 'data access trust',
    actual: () => trust(producerAccount, 'lf_data_access_execution_role'),
    differences: [sidIs('LetLakeFormationAndGlueAssume')],
  },
  {
    section: '1.7a',
    what: 'query engine role policy',
    actual: queryRolePolicy,
    differences: [tagIsEqual],
  },
  {
    section: '1.7b',
    what: 'query engine role trust',
    actual: () =>
      trust(consumerAccount, 'emr_on_eks_fgac_query_execution_role'),
    differences: [withoutAccountRoot, sidIs('LetEmrPodsOfTheNamespaceAssume')],
  },
  {
    section: '1.7c',
    what: 'job execution role policy',
    actual: () =>
      policy(patientsCare, 'emr_on_eks_fgac_job_team1_execution_role-policy'),
    differences: [leastPrivilege],
  },
  {
    section: '1.7d',
    what: 'job execution role trust',
    actual: () =>
      trust(patientsCare, 'emr_on_eks_fgac_job_team1_execution_role'),
    differences: [tagIsEqual, sidIs('LetEmrPodsOfTheNamespaceAssume')],
  },
];

it.each(DOCUMENTS)(
  '$section, $what, differs from the seed only where it is wrong',
  ({ section, actual, differences }) => {
    const expected = differences.reduce(
      (statements, difference) => difference(statements),
      SEED_DOCUMENTS[section],
    );
    expect(actual()).toEqual(expected);
  },
);

it('has a Sid of letters and digits on every statement, each once in its document', () => {
  for (const { actual } of DOCUMENTS) {
    const sids = actual().map(({ Sid }) => Sid);
    expect(sids.filter(sid => !/^[A-Za-z0-9]+$/.test(sid))).toEqual([]);
    expect(new Set(sids).size).toBe(sids.length);
  }
});

it('gives a team what it reads by Lake Formation alone: nothing but credentials, and metadata to look at', () => {
  const statements = policy(
    claimsCare,
    'emr_on_eks_fgac_job_team2_execution_role-policy',
  );
  expect(
    statements
      .flatMap(({ Action }) => Action)
      .filter(action => /^(glue|lakeformation):/.test(String(action))),
  ).toEqual(['lakeformation:GetDataAccess', 'glue:Get*']);
  expect(JSON.stringify(statements)).not.toContain(producerAccount.dataBucket);
});

it('lets AWS RAM share the catalog (1.1)', () => {
  const [{ properties }] = wanted(producerAccount, 'catalogPolicyStatement');
  expect(properties.statement).toEqual({
    Sid: 'LetResourceAccessManagerShare',
    Effect: 'Allow',
    Action: ['glue:ShareResource'],
    Principal: { Service: ['ram.amazonaws.com'] },
    Resource: [
      `arn:aws:glue:us-west-2:${P}:table/*/*`,
      `arn:aws:glue:us-west-2:${P}:database/*`,
      `arn:aws:glue:us-west-2:${P}:catalog`,
    ],
  });
});
