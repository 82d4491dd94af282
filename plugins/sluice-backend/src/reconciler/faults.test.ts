import {
  CreatePolicyCommand,
  GetPolicyCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Change } from '@sluice/plugin-sluice-common';
import {
  FaultRule,
  healthcareDeclarations,
} from '@sluice/plugin-sluice-backend-module-sandbox';
import { Knex } from 'knex';
import { setImmediate } from 'timers/promises';
import { isWrite, startEmptyEstate } from '../__testUtils__/emptyEstate';
import { describeWorld } from './__testUtils__/describeWorld';
import {
  populationResearch,
  startSeededEstate,
} from './__testUtils__/onboarding';
import {
  FAST,
  startReconciler,
  succeeded,
} from './__testUtils__/startReconciler';
import { sharedDatabases } from './__testUtils__/sharedDatabases';
import { startBackendProcess } from './__testUtils__/startBackendProcess';
import { startWire } from './__testUtils__/startWire';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});
const directory = createMockDirectory();
const files = sharedDatabases(directory);
const closing: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(closing.splice(0).map(close => close())));

const CONSUMER = '444455556666';
const POLICY = 'population_research_job_execution_role-policy';

type Estate = Awaited<ReturnType<typeof startEmptyEstate>>;

async function setup(options: { seed?: number; knex?: Knex } = {}) {
  const knex = options.knex ?? (await databases.init('SQLITE_3'));
  const estate = await startSeededEstate(directory, knex, options);
  return using(estate, knex);
}

async function using(estate: Estate, knex: Knex) {
  const reconciler = await startReconciler({
    knex,
    connection: estate.connection,
    reconciler: { ...FAST, timing: { ...FAST.timing, renewalMs: 10 } },
  });
  /** A backend that queues changes and leaves it to another to apply them. */
  const office = await startReconciler({ knex, connection: estate.connection });
  await office.runner.stop();
  const queue = async () => {
    const { id: planId } = await office.plan(populationResearch, 'apply');
    const { summary } = await office.changes.create({
      planId,
      reason: 'a test',
      createdBy: 'user:default/tester',
    });
    return summary.id;
  };
  return {
    ...estate,
    knex,
    reconciler,
    office,
    queue,
    /** The plan is made in peace; then it is applied under the rules. */
    async applyUnder(rules: FaultRule[]): Promise<Change> {
      const id = await queue();
      estate.sandbox.faults.setRules(rules);
      const change = await reconciler.settled(id);
      estate.sandbox.faults.setRules([]);
      return change;
    },
    async world() {
      return describeWorld(estate);
    },
  };
}

/** What the world is to be after the onboarding, by an onboarding in peace. */
async function expectedWorld(): Promise<string[]> {
  const { reconciler, world } = await setup();
  await reconciler.make(populationResearch);
  return world();
}

function retries({ journal }: Change): string[] {
  return journal
    .filter(({ event }) => event === 'retried')
    .map(({ message }) => message);
}

describe('in bad weather', () => {
  let expected: string[];
  beforeAll(async () => {
    expected = await expectedWorld();
  });

  it.each([1, 2, 3])('comes to the same end, seed %d', async seed => {
    const { applyUnder, world } = await setup({ seed });
    const change = await applyUnder([
      { operation: '*', rate: 0.2, error: { code: 'ThrottlingException' } },
      {
        operation: '*',
        rate: 0.2,
        error: { code: 'InternalServiceException', status: 500 },
      },
      {
        operation: 'LakeFormation.*',
        rate: 0.2,
        error: { code: 'ConcurrentModificationException' },
      },
    ]);
    succeeded(change);
    expect(await world()).toEqual(expected);
    expect(retries(change).join()).toMatch(/Throttling/);
    expect(change.steps.map(({ attempts }) => attempts)).toEqual(
      change.steps.map(() => 1),
    );
  });

  it('comes to the same end when answers get lost on the way', async () => {
    const { knex, config } = await files.open('SQLITE_3');
    const estate = await setup({ knex });
    let answers = 0;
    const wire = await startWire(estate, {
      onAnswer: () => {
        answers += 1;
        // A sixth, without a pattern that what is repeated could fall in with.
        return (answers * 7919) % 101 > 17;
      },
    });
    closing.push(wire.close);
    const id = await estate.queue();
    // In a process of its own, since the errors of Node's sockets are none to
    // the SDK when Jest loads it.
    const backend = startBackendProcess();
    backend.begin({ network: wire.network, database: config, options: FAST });
    expect(await backend.ended).toMatchObject({ code: 0, said: '' });
    const change = succeeded(await estate.office.changes.get(id));
    expect(retries(change).length).toBeGreaterThan(10);
    expect(await estate.world()).toEqual(expected);
  });

  it('fails at a refusal that does not pass, says what to do, and goes on when it is lifted', async () => {
    const { applyUnder, reconciler, world } = await setup();
    const failed = await applyUnder([
      {
        operation: 'LakeFormation.GrantPermissions',
        error: { code: 'AccessDeniedException', message: 'Not you' },
      },
    ]);
    expect(failed.summary.status).toBe('failed');
    const errors = failed.steps.flatMap(({ error }) => error ?? []);
    expect(errors[0]).toEqual({
      name: 'AccessDeniedException',
      message: 'Not you',
      advice: expect.stringMatching(/data lake administrator, then resume/),
    });
    expect(new Set(failed.steps.map(({ status }) => status))).toEqual(
      new Set(['done', 'failed', 'blocked']),
    );

    const { summary } = await reconciler.changes.resume(
      failed.summary.id,
      'me',
    );
    succeeded(await reconciler.settled(summary.id));
    expect(await world()).toEqual(expected);
  });

  it('stops when asked to, and goes on', async () => {
    const { office, queue, reconciler, sandbox, world } = await setup();
    const id = await queue();
    sandbox.faults.setRules([{ operation: '*', latencyMs: 20 }]);
    const settled = reconciler.settled(id);
    await until(
      async () => (await office.changes.get(id)).summary.stepsDone > 0,
    );
    await office.changes.cancel(id, 'me');
    const stopped = await settled;
    sandbox.faults.setRules([]);
    expect(stopped.summary.status).toBe('cancelled');
    expect(new Set(stopped.steps.map(({ status }) => status))).toEqual(
      new Set(['done', 'pending']),
    );

    await reconciler.changes.resume(id, 'me');
    succeeded(await reconciler.settled(id));
    expect(await world()).toEqual(expected);
  });
});

it('waits until IAM knows a new role everywhere', async () => {
  const knex = await databases.init('SQLITE_3');
  const { reconciler, sandbox } = await using(
    await startEmptyEstate(directory),
    knex,
  );
  sandbox.faults.setRules([
    {
      operation: 'LakeFormation.RegisterResource',
      rate: 0.7,
      error: {
        code: 'InvalidInputException',
        message: 'The role cannot be assumed by Lake Formation',
      },
    },
  ]);
  const change = await reconciler.make(healthcareDeclarations[0]);
  expect(retries(change)).toContain(
    'InvalidInputException: The role cannot be assumed by Lake Formation',
  );
});

describe('undone', () => {
  it('leaves the world, and the record, as they were', async () => {
    const { applyUnder, knex, reconciler, world } = await setup();
    const record = () => knex('resource_claims').orderBy('resource_key');
    const before = { world: await world(), record: await record() };
    const { summary } = await applyUnder([
      {
        operation: 'EMRContainers.CreateVirtualCluster',
        error: { code: 'AccessDeniedException' },
      },
    ]);
    expect(summary).toMatchObject({ status: 'failed' });
    const plan = await reconciler.changes.planUndo(summary.id, 'me');
    succeeded(await reconciler.apply(plan));
    expect({ world: await world(), record: await record() }).toEqual(before);
  });

  it('does not touch what others made in its way', async () => {
    const { configurationOf, queue, reconciler } = await setup();
    const id = await queue();
    await makeTheirPolicy(configurationOf);
    expect((await reconciler.settled(id)).summary.status).toBe('failed');
    const plan = await reconciler.changes.planUndo(id, 'me');
    succeeded(await reconciler.apply(plan));
    await expect(theirPolicy(configurationOf)).resolves.toBeDefined();
  });
});

describe('in a world that has changed', () => {
  it('is not begun', async () => {
    const { configurationOf, exchanges, reconciler } = await setup();
    const plan = await reconciler.plan(populationResearch, 'apply');
    await makeTheirPolicy(configurationOf);
    exchanges.length = 0;
    await expect(reconciler.apply(plan)).rejects.toThrow(
      `The world has changed since the plan was made: IAM policy ${POLICY}. Make a new plan.`,
    );
    expect(exchanges.filter(isWrite)).toEqual([]);
    expect(await reconciler.declarations.find(plan.subject)).toBeUndefined();
  });

  it('fails at the step', async () => {
    const { configurationOf, queue, reconciler } = await setup();
    const id = await queue();
    await makeTheirPolicy(configurationOf);
    const { summary, steps } = await reconciler.settled(id);
    expect(summary.status).toBe('failed');
    expect(steps.flatMap(({ error }) => error ?? [])).toEqual([
      {
        name: 'WorldChangedError',
        message: `IAM policy ${POLICY} is not as it was when the plan was made`,
        advice: expect.stringMatching(/new plan/),
      },
    ]);
    const versions = await theirPolicy(configurationOf);
    expect(versions?.DefaultVersionId).toBe('v1');
  });
});

it('can be stopped before any backend takes it, and makes room for the next', async () => {
  const { office, queue, reconciler } = await setup();
  const id = await queue();
  await office.changes.cancel(id, 'me');
  expect((await reconciler.settled(id)).summary.status).toBe('cancelled');
  await reconciler.make(populationResearch);
});

async function makeTheirPolicy(
  configurationOf: Estate['configurationOf'],
): Promise<void> {
  await new IAMClient(configurationOf(CONSUMER)).send(
    new CreatePolicyCommand({
      PolicyName: POLICY,
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' },
        ],
      }),
    }),
  );
}

async function theirPolicy(configurationOf: Estate['configurationOf']) {
  const { Policy } = await new IAMClient(configurationOf(CONSUMER)).send(
    new GetPolicyCommand({
      PolicyArn: `arn:aws:iam::${CONSUMER}:policy/${POLICY}`,
    }),
  );
  return Policy;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await setImmediate();
}
