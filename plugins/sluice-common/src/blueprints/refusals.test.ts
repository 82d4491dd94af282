import { ConsumerTeamDeclaration, Declaration } from '../declarations';
import {
  claimsCare,
  consumerAccount,
  patientsCare,
  patientsProduct,
  populationResearch,
  producerAccount,
  SEED_DECLARATIONS,
  seedFacts,
  share,
} from './__testUtils__/seedDeclarations';
import { blueprintOf } from './blueprintOf';
import { BlueprintError, BlueprintFacts } from './facts';

const without = (...kinds: Declaration['kind'][]) =>
  SEED_DECLARATIONS.filter(({ kind }) => !kinds.includes(kind));

const ownGrant = populationResearch.grants[0];

it.each<[string, Declaration, Partial<BlueprintFacts>, RegExp]>([
  [
    'an account that is not connected',
    producerAccount,
    { accounts: [] },
    /^No account healthcare-producer is connected\. Add it to sluice\.accounts/,
  ],
  [
    'a product in an account that is no producer',
    patientsProduct,
    { declarations: without('producerAccount') },
    /^Account healthcare-producer is not set up as a producer account\. Connect it/,
  ],
  [
    'a share of an account that is no producer',
    share,
    { declarations: without('producerAccount') },
    /^Account healthcare-producer is not set up as a producer/,
  ],
  [
    'a share with an account that is not connected',
    { ...share, consumerAccount: 'elsewhere' },
    {},
    /^No account elsewhere is connected/,
  ],
  [
    'a team in an account that is no consumer',
    claimsCare,
    { declarations: without('consumerAccount') },
    /^Account healthcare-consumer is not set up as a consumer account\. Connect it/,
  ],
  [
    'a grant of an account that is no producer',
    claimsCare,
    { declarations: without('producerAccount') },
    /^Account healthcare-producer is not set up as a producer/,
  ],
  [
    'a cluster without a known issuer',
    consumerAccount,
    { oidcIssuers: {} },
    /^The OIDC issuer of EKS cluster fgac-blog in account healthcare-consumer is not known/,
  ],
  [
    'a whole table that the account holds no share of',
    claimsCare,
    { heldShares: {} },
    /^Account healthcare-consumer holds no share of healthcare_db\.claims .* Share the table of healthcare-producer with it first/,
  ],
  [
    'a producer that the account accepts nothing from',
    claimsCare,
    {
      declarations: [
        producerAccount,
        { ...consumerAccount, producerAccountIds: [] },
      ],
    },
    /^Account healthcare-consumer does not accept what healthcare-producer shares\. Add 111122223333/,
  ],
  [
    'a filter for one role from an account with an older way to share',
    populationResearch,
    {
      declarations: [
        { ...producerAccount, crossAccountVersion: 2 },
        consumerAccount,
      ],
    },
    /^Account healthcare-producer is declared to share with cross-account version 2.*Raise its crossAccountVersion to 3 first/,
  ],
  [
    'two filters of one name and different contents',
    {
      ...populationResearch,
      grants: [ownGrant, { ...ownGrant, columns: ['ssn'] }],
    },
    {},
    /^Data cells filter patients_for_.* is wanted twice, with different contents/,
  ],
  [
    'a filter whose name would be too long',
    {
      ...populationResearch,
      grants: [{ ...ownGrant, table: 'x'.repeat(230) }],
    },
    {},
    /name of \d+ characters.*Give the grant a filterName first/,
  ],
])('refuses %s', (_, declaration, facts, message) => {
  const draw = () => blueprintOf(declaration, seedFacts(facts));
  expect(draw).toThrow(BlueprintError);
  expect(draw).toThrow(message);
});

describe('names that mean something else in another declaration', () => {
  const otherTeam: ConsumerTeamDeclaration = {
    ...populationResearch,
    team: 'group:default/another',
    jobExecutionRole: 'another_role',
    namespace: undefined,
    grants: [],
  };

  it.each<[string, Partial<ConsumerTeamDeclaration>, RegExp]>([
    [
      'the role of another team',
      { jobExecutionRole: patientsCare.jobExecutionRole },
      /^IAM role emr_on_eks_fgac_job_team1_execution_role of account healthcare-consumer is already that of group:default\/patients-care\. Give another jobExecutionRole/,
    ],
    [
      'the query engine role',
      { jobExecutionRole: consumerAccount.queryEngineRole },
      /already that of consumer-account:healthcare-consumer/,
    ],
    [
      'the namespace of the system driver',
      { namespace: consumerAccount.secureNamespace },
      /^Namespace lf-fgac-secure .* Give another namespace/,
    ],
    [
      'a namespace named as a virtual cluster',
      { namespace: consumerAccount.virtualCluster },
      /^Virtual cluster emr-on-eks-fgac-blog/,
    ],
    [
      "the filter of the account's share",
      { grants: [{ ...ownGrant, filterName: 'patients_column_row_filter' }] },
      /^Data cells filter patients_column_row_filter .* Give another filterName/,
    ],
    [
      'a link to another table',
      { grants: [{ ...ownGrant, linkName: 'rl_claims' }] },
      /^Resource link rl_claims .* Give another linkName/,
    ],
  ])('refuses %s', (_, changes, message) => {
    const draw = () => blueprintOf({ ...otherTeam, ...changes }, seedFacts());
    expect(draw).toThrow(BlueprintError);
    expect(draw).toThrow(message);
  });

  it('refuses the same default filter for roles of one name in two accounts', () => {
    const facts = seedFacts({
      accounts: [
        ...seedFacts().accounts,
        { name: 'second', accountId: '777788889999', region: 'us-west-2' },
      ],
      declarations: [
        ...SEED_DECLARATIONS,
        populationResearch,
        { ...consumerAccount, account: 'second' },
      ],
      oidcIssuers: { 'second/fgac-blog': 'issuer.example.org/id/2' },
    });
    expect(() =>
      blueprintOf(
        {
          ...populationResearch,
          team: 'group:default/second',
          account: 'second',
          grants: [ownGrant],
        },
        facts,
      ),
    ).toThrow(/already that of group:default\/population-research/);
  });

  it('allows teams to share links and the namespace of the account', () => {
    const { userNamespace } = consumerAccount;
    const facts = seedFacts({
      declarations: [
        producerAccount,
        consumerAccount,
        { ...patientsCare, namespace: userNamespace },
      ],
    });
    expect(
      blueprintOf({ ...claimsCare, namespace: userNamespace }, facts).map(
        ({ type }) => type,
      ),
    ).not.toContain('emrVirtualCluster');
  });
});
