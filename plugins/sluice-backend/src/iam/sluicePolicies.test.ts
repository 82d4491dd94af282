import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { blueprintOf } from '@sluice/plugin-sluice-common';
import {
  Exchange,
  healthcareDeclarations,
} from '@sluice/plugin-sluice-backend-module-sandbox';
import { AwsConnectionService } from '@sluice/plugin-sluice-node';
import { readFileSync } from 'node:fs';
import {
  ESTATE_ACCOUNTS,
  startEmptyEstate,
} from '../__testUtils__/emptyEstate';
import { iamActionOf } from '../__testUtils__/resourceContext';
import { becomeSluiceRole } from '../__testUtils__/sluiceRole';
import { startReconciler } from '../reconciler/__testUtils__/startReconciler';
import { ResourceContexts } from '../reconciler/ResourceContexts';
import { rightsFindings } from '../reconciler/rightsFindings';
import { resourceTypes } from '../resources';
import { sampleDeclarations, sampleFacts } from './sampleDeclarations';
import { sluicePolicies } from './sluicePolicies';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});
const directory = createMockDirectory();

const POLICIES = sluicePolicies();
const POLICY_OF_ACCOUNT: Record<string, string> = {
  '111122223333': 'producer-policy.json',
  '444455556666': 'consumer-policy.json',
};

/** Metadata, results of Athena that Sluice asked for, scripts, logs and attestations. */
const NO_DATA =
  /metadata\.json$|\*athena\*|\/sluice\/\*\.py$|\/jobs\/\*\/(?:containers|control-logs)\/\*\.gz$|\/attestations\/\*\.json$|:::blog-emr-eks-fgac-test-[\d\w-]+\/(?:jobs|spark-logs)\/emr_on_eks_fgac_job_team1_execution_role\/\*$/;

/** Limit of a managed policy, white space apart. */
const MAX_POLICY_LENGTH = 6_144;

describe.each(Object.entries(POLICIES))('%s', (name, policy) => {
  it('is as the code has it; run scripts/generate-iam-policies', () => {
    const file = resolvePackagePath(
      '@sluice/plugin-sluice-backend',
      `iam/${name}`,
    );
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(policy);
  });

  it('is a policy that IAM takes', () => {
    const text = JSON.stringify(policy).replace(/\s/g, '');
    expect(text.length).toBeLessThanOrEqual(MAX_POLICY_LENGTH);
    const sids = policy.Statement.map(({ Sid }) => Sid);
    expect(new Set(sids).size).toBe(sids.length);
    expect(sids.join('')).toMatch(/^[A-Za-z0-9]+$/);
  });

  it('reads no data, and neither passes nor attaches what could be anything', () => {
    const allowing = (action: string) =>
      policy.Statement.filter(({ Action }) => [Action].flat().includes(action));
    for (const resource of allowing('s3:GetObject').flatMap(
      ({ Resource }) => Resource,
    )) {
      expect(resource).toMatch(NO_DATA);
    }
    for (const { Condition } of [
      ...allowing('emr-containers:StartJobRun'),
      ...allowing('iam:PassRole'),
      ...allowing('iam:AttachRolePolicy'),
    ]) {
      expect(Condition).toBeDefined();
    }
  });
});

it('is drawn from declarations that want every type of resource', () => {
  const wanted = sampleDeclarations.flatMap(declaration =>
    blueprintOf(declaration, sampleFacts).map(({ type }) => type),
  );
  expect([...new Set(wanted)].sort()).toEqual(
    Object.keys(resourceTypes).sort(),
  );
});

it('is enough to set the seed up and to take it down again', async () => {
  const estate = await startEmptyEstate(directory);
  const configurations = new Map<string, any>();
  for (const { accountId } of ESTATE_ACCOUNTS) {
    configurations.set(
      accountId,
      await becomeSluiceRole(estate.configurationOf(accountId), {
        accountId,
        policies: [POLICIES[POLICY_OF_ACCOUNT[accountId]]],
        isAdministrator: true,
      }),
    );
  }
  const connection: AwsConnectionService = {
    ...estate.connection,
    getClientConfiguration: async ({ accountId }) =>
      configurations.get(accountId),
  };
  const contexts = new ResourceContexts(connection);
  const reconciler = await startReconciler({
    knex: await databases.init('SQLITE_3'),
    connection,
    reviewer: {
      findings: steps => rightsFindings(steps, contexts),
      consequences: async () => [],
    },
  });
  estate.exchanges.length = 0;

  const found: string[] = [];
  for (const declaration of healthcareDeclarations) {
    const { plan } = await reconciler.make(declaration);
    found.push(...plan.findings.map(({ message }) => message));
  }
  for (const declaration of [...healthcareDeclarations].reverse()) {
    const { plan } = await reconciler.remove(declaration);
    found.push(...plan.findings.map(({ message }) => message));
  }
  expect(found).toEqual([]);

  const allowed = Object.values(POLICY_OF_ACCOUNT).map(name =>
    POLICIES[name].Statement.flatMap(({ Action }) => Action),
  );
  const keys = [...configurations.values()].map(
    ({ credentials }) => credentials.accessKeyId,
  );
  const beyond = estate.exchanges.filter(exchange => {
    const account = keys.indexOf(accessKeyOf(exchange));
    return !allowed[account].includes(iamActionOf(exchange));
  });
  // Everybody may ask who they are.
  expect([...new Set(beyond.map(iamActionOf))]).toEqual([
    'sts:GetCallerIdentity',
  ]);
  await estate.sandbox.close();
});

function accessKeyOf({ request }: Exchange): string {
  return /Credential=(\w+)\//.exec(request.headers.authorization)![1];
}
