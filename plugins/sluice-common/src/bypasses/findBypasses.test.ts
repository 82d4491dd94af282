import { ObservedPrincipalPolicies, ObservedStatement } from '../accessModel';
import { createAccessIndex } from '../effectiveAccess';
import {
  ANALYST,
  C,
  emptyWorld,
  observe,
  onTable,
  P,
  row,
  TEAM1,
  TEAM2,
  World,
} from '../effectiveAccess/__testUtils__/world';
import { findBypasses } from './findBypasses';

const REGISTERED = `arn:aws:iam::${P}:role/registered`;
const ENGINE = `arn:aws:iam::${C}:role/query_engine`;
const TEAMS = [
  { principal: TEAM1, title: 'Team 1' },
  { principal: TEAM2, title: 'Team 2' },
];
const FILES = 'arn:aws:s3:::lake/*';

const allow = (
  actions: string[],
  resources: string[],
  more: Partial<ObservedStatement> = {},
): ObservedStatement => ({ effect: 'Allow', actions, resources, ...more });

const SESSION = `arn:aws:sts::${P}:assumed-role/analyst/x`;

const denyAll = (
  conditions: ObservedStatement['conditions'],
): ObservedStatement => ({
  effect: 'Deny',
  principals: ['*'],
  actions: ['s3:*'],
  resources: [FILES],
  conditions,
});

function role(
  arn: string,
  statements: ObservedStatement[],
  trust: ObservedStatement[] = [],
): ObservedPrincipalPolicies {
  return {
    arn,
    kind: 'role',
    trust,
    policies: [{ name: 'inline', statements }],
  };
}

/** Two accounts of which everything was read, and nothing leads past. */
function tidyWorld(): World {
  const world = emptyWorld();
  for (const account of [world.producer, world.consumer]) {
    account.settings = {
      admins: [],
      readOnlyAdmins: [],
      allowExternalDataFiltering: true,
      externalDataFilteringAllowList: [],
      authorizedSessionTagValues: [],
      allowFullTableExternalDataAccess: false,
      defaultsToIamAllowedPrincipals: false,
    };
  }
  for (const table of world.producer.tables) {
    table.location = `s3://lake/${table.ref.tableName}`;
  }
  world.producer.bucketPolicies = [{ bucket: 'lake', statements: [] }];
  world.producer.locations = [
    {
      resourceArn: 'arn:aws:s3:::lake',
      roleArn: REGISTERED,
      mode: 'lakeFormation',
    },
  ];
  world.producer.principalPolicies = [
    role(REGISTERED, [allow(['s3:*'], [FILES])]),
  ];
  const engine = (actions: string[], tagged: boolean) => ({
    effect: 'Allow' as const,
    principals: [ENGINE],
    actions,
    ...(tagged && {
      conditions: {
        StringEquals: { 'aws:RequestTag/LakeFormationAuthorizedCaller': ['x'] },
      },
    }),
  });
  world.consumer.principalPolicies = [TEAM1, TEAM2].map(arn =>
    role(
      arn,
      [],
      [
        engine(['sts:AssumeRole', 'sts:TagSession'], true),
        engine(['sts:AssumeRole'], false),
      ],
    ),
  );
  world.consumer.virtualClusters = [
    {
      id: 'vc1',
      name: 'team1',
      state: 'RUNNING',
      eksClusterName: 'eks',
      namespace: 'team1',
    },
  ];
  return world;
}

function find(change: (world: World) => void = () => undefined) {
  const world = tidyWorld();
  change(world);
  return findBypasses(createAccessIndex(observe(world)), { teams: TEAMS });
}

const start = (value?: string) =>
  role(`arn:aws:iam::${C}:role/runner`, [
    allow(['emr-containers:StartJobRun'], ['*'], {
      ...(value && {
        conditions: {
          StringEquals: { 'emr-containers:ExecutionRoleArn': [value] },
        },
      }),
    }),
  ]);

describe('findBypasses', () => {
  it('finds nothing where everything was read and nothing leads past', () => {
    expect(find()).toEqual([]);
  });

  it.each<[string, (world: World) => void, object]>([
    [
      'one who reads all of the files',
      ({ producer }) =>
        producer.principalPolicies.push(role(ANALYST, [allow(['*'], ['*'])])),
      { kind: 'directS3Access', severity: 'high', principal: ANALYST },
    ],
    [
      'one who reads them, though by HTTPS only',
      ({ producer }) => {
        producer.principalPolicies.push(role(ANALYST, [allow(['*'], ['*'])]));
        producer.bucketPolicies[0].statements = [
          denyAll({ Bool: { 'aws:SecureTransport': ['false'] } }),
        ];
      },
      { kind: 'directS3Access', severity: 'high', principal: ANALYST },
    ],
    [
      'a session that the bucket lets in',
      ({ producer }) => {
        producer.bucketPolicies[0].statements = [
          allow(['s3:GetObject'], [FILES], { principals: [SESSION] }),
        ];
      },
      { kind: 'directS3Access', severity: 'high', principal: SESSION },
    ],
    [
      'one who reads them under a condition',
      ({ producer }) =>
        producer.principalPolicies.push(
          role(ANALYST, [
            allow(['s3:GetObject'], [FILES], {
              conditions: { StringEquals: { 'aws:SourceVpce': ['vpce-1'] } },
            }),
          ]),
        ),
      { kind: 'directS3Access', severity: 'medium', principal: ANALYST },
    ],
    [
      'an account that the bucket lets in',
      ({ producer }) => {
        producer.bucketPolicies[0].statements = [
          allow(['s3:GetObject'], [FILES], {
            principals: ['arn:aws:iam::999999999999:root'],
          }),
        ];
      },
      { kind: 'directS3Access', severity: 'medium' },
    ],
    [
      'anybody whom the bucket lets in',
      ({ producer }) => {
        producer.principalPolicies.push(role(ANALYST, []));
        producer.bucketPolicies[0].statements = [
          allow(['s3:GetObject'], [FILES], { principals: ['*'] }),
        ];
      },
      { kind: 'directS3Access', severity: 'high', accountId: P },
    ],
    [
      'a location that is not registered',
      ({ producer }) => {
        producer.tables[0].registration = 'none';
      },
      { kind: 'unregisteredLocation', severity: 'high' },
    ],
    [
      'a hybrid location',
      world => {
        world.producer.tables[0].registration = 'hybrid';
        world.producerRows = [row(ANALYST, onTable('patients'), ['SELECT'])];
      },
      { kind: 'hybridWithoutOptIn', severity: 'medium' },
    ],
    [
      'IAM_ALLOWED_PRINCIPALS',
      world => {
        world.producerRows = [
          row('IAM_ALLOWED_PRINCIPALS', onTable('patients'), ['ALL']),
        ];
      },
      { kind: 'iamAllowedPrincipals', severity: 'high' },
    ],
    [
      'the setting for external engines',
      ({ producer }) => {
        producer.settings!.allowFullTableExternalDataAccess = true;
      },
      { kind: 'fullTableExternalAccess', tables: [] },
    ],
    [
      'an administrator',
      ({ producer }) => {
        producer.settings!.admins = [ANALYST];
      },
      { kind: 'dataLakeAdministrator', severity: 'low', principal: ANALYST },
    ],
    [
      'one who starts jobs as anybody',
      ({ consumer }) => consumer.principalPolicies.push(start()),
      {
        kind: 'startsJobsAsOthers',
        text: expect.stringContaining('Team 1, Team 2'),
      },
    ],
    [
      'one who starts jobs as one team',
      ({ consumer }) => consumer.principalPolicies.push(start(TEAM2)),
      {
        kind: 'startsJobsAsOthers',
        text: expect.stringMatching(/read as Team 2\.$/),
      },
    ],
    [
      'one who becomes a team',
      ({ consumer }) =>
        consumer.principalPolicies[0].trust.push({
          effect: 'Allow',
          principals: [ANALYST],
          actions: ['sts:AssumeRole'],
        }),
      { kind: 'assumesTeamRole', severity: 'high', principal: ANALYST },
    ],
    [
      'what was not read',
      ({ producer }) =>
        producer.failures.push({ part: 'iamPolicies', message: 'denied' }),
      { kind: 'notRead', severity: 'unknown', accountId: P },
    ],
    [
      'a bucket whose policy is not known',
      ({ producer }) => {
        producer.bucketPolicies = [];
      },
      { kind: 'notRead', severity: 'unknown' },
    ],
  ])('finds %s, once', (_, change, expected) => {
    expect(find(change).filter(each => isNew(each.principal))).toEqual([
      expect.objectContaining(expected),
    ]);
  });

  it.each<[string, (world: World) => void]>([
    [
      'whom the bucket denies it, but for the registered role',
      ({ producer }) => {
        producer.principalPolicies.push(role(ANALYST, [allow(['*'], ['*'])]));
        producer.bucketPolicies[0].statements = [
          denyAll({ ArnNotEquals: { 'aws:PrincipalArn': [REGISTERED] } }),
        ];
      },
    ],
    [
      'who reads metadata files only',
      ({ producer }) =>
        producer.principalPolicies.push(
          role(ANALYST, [
            allow(
              ['s3:GetObject'],
              ['arn:aws:s3:::*/metadata/*.metadata.json'],
            ),
          ]),
        ),
    ],
    [
      'who is gone',
      ({ producer }) => {
        producer.bucketPolicies[0].statements = [
          allow(['s3:GetObject'], [FILES], { principals: ['AROAEXAMPLE'] }),
        ];
      },
    ],
    [
      'who is opted in over a hybrid location',
      world => {
        world.producer.tables[0].registration = 'hybrid';
        world.producerRows = [row(ANALYST, onTable('patients'), ['SELECT'])];
        world.producer.optIns = [
          {
            principal: { kind: 'iamRole', arn: ANALYST, accountId: P },
            resource: { kind: 'table', ...world.producer.tables[0].ref },
          },
        ];
      },
    ],
  ])('does not find one %s', (_, change) => {
    expect(find(change)).toEqual([]);
  });

  it('does not find who starts jobs as a role that is no team of the account', () => {
    expect(
      find(({ consumer }) =>
        consumer.principalPolicies.push(start(`${TEAM1}x`)),
      ),
    ).toEqual([]);
  });

  it('needs both accounts for one who comes from the other', () => {
    const reader = `arn:aws:iam::${C}:role/reader`;
    const policy = (world: World) =>
      world.consumer.principalPolicies.push(
        role(reader, [allow(['s3:*'], [FILES])]),
      );
    expect(find(policy)).toEqual([]);
    expect(
      find(world => {
        policy(world);
        world.producer.bucketPolicies[0].statements = [
          allow(['s3:GetObject'], [FILES], { principals: [reader] }),
        ];
      }),
    ).toEqual([
      expect.objectContaining({
        kind: 'directS3Access',
        severity: 'high',
        accountId: P,
        principal: reader,
      }),
    ]);
  });

  it('takes no more than two seconds for 10,000 tables and 2,000 roles', () => {
    const world = tidyWorld();
    const [table] = world.producer.tables;
    world.producer.tables = Array.from({ length: 10_000 }, (_, i) => ({
      ...table,
      ref: { ...table.ref, tableName: `t${i}` },
      location: `s3://lake/db/t${i}`,
    }));
    world.producer.principalPolicies = Array.from({ length: 2_000 }, (_, i) =>
      role(`arn:aws:iam::${P}:role/r${i}`, [
        i % 100 === 0
          ? allow(['s3:*'], ['*'])
          : allow(['s3:GetObject'], [`arn:aws:s3:::lake/db/t${i}/*`]),
      ]),
    );
    // As most buckets have it, so that a bucket with a policy is no exception.
    world.producer.bucketPolicies[0].statements = [
      denyAll({ Bool: { 'aws:SecureTransport': ['false'] } }),
    ];
    const index = createAccessIndex(observe(world));
    const before = performance.now();
    const found = findBypasses(index, { teams: TEAMS });
    expect(found).toHaveLength(2_000);
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});

/** The registered role and the teams are part of every world. */
function isNew(principal?: string): boolean {
  return ![REGISTERED, TEAM1, TEAM2].includes(principal ?? '');
}
