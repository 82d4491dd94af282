import { createMockDirectory } from '@backstage/backend-test-utils';
import {
  blueprintOf,
  createAccessIndex,
  PlanStep,
} from '@sluice/plugin-sluice-common';
import { ESTATE_ACCOUNTS } from '../__testUtils__/emptyEstate';
import { startEmptyAws } from '../__testUtils__/resourceContext';
import { becomeSluiceRole } from '../__testUtils__/sluiceRole';
import { AccessService } from '../access';
import { sampleDeclarations, sampleFacts } from '../iam/sampleDeclarations';
import { PlanReview } from './PlanReview';
import { ResourceContexts } from './ResourceContexts';

const directory = createMockDirectory();
const [declaration] = sampleDeclarations;
const resources = blueprintOf(declaration, sampleFacts);

const stepsOf = (action: PlanStep['action']) =>
  resources.map(
    resource =>
      ({
        id: resource.id,
        account: resource.account,
        resource,
        action,
        dependsOn: resource.dependsOn,
      } as unknown as PlanStep),
  );

/** Nothing is observed yet, and Sluice is a role without policies. */
async function startReview() {
  const { sandbox } = startEmptyAws(directory);
  const account = { ...ESTATE_ACCOUNTS[0], name: 'producer' };
  const asRole = await becomeSluiceRole(
    {
      region: account.region,
      credentials: sandbox.credentialsFor(account.accountId),
      maxAttempts: 1,
      requestHandler: sandbox.requestHandler(),
    },
    { accountId: account.accountId, policies: [], isAdministrator: true },
  );
  return new PlanReview({
    access: {
      current: async () => ({
        world: { observations: [], index: createAccessIndex([]) },
        teams: [],
      }),
    } as unknown as AccessService,
    contexts: new ResourceContexts({
      listAccounts: () => [account],
      getClientConfiguration: async () => asRole,
      getKubeConfig: async () => {
        throw new Error('no Kubernetes here');
      },
    }),
  });
}

const rulesOf = (findings: { rule: string; severity: string }[]) => [
  ...new Set(findings.map(({ rule, severity }) => `${rule} ${severity}`)),
];

it('checks what is declared, and the rights to make it', async () => {
  const review = await startReview();
  const broken = {
    declaration,
    resources,
    facts: {
      ...sampleFacts,
      accounts: sampleFacts.accounts.map(each =>
        each.name === 'consumer' ? { ...each, region: 'eu-west-1' } : each,
      ),
    },
  };
  expect(rulesOf(await review.findings(stepsOf('create'), broken))).toEqual(
    expect.arrayContaining(['V22 error', 'RIGHTS error']),
  );
});

it('checks only the rights where something is taken back', async () => {
  const review = await startReview();
  expect(rulesOf(await review.findings(stepsOf('delete')))).toEqual([
    'RIGHTS error',
    'RIGHTS warning',
  ]);
});
