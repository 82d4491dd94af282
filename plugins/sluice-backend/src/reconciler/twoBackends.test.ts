import { createMockDirectory } from '@backstage/backend-test-utils';
import { Change, DeclarationInput } from '@sluice/plugin-sluice-common';
import { Exchange } from '@sluice/plugin-sluice-backend-module-sandbox';
import { AwsConnectionService } from '@sluice/plugin-sluice-node';
import makeKnex, { Knex } from 'knex';
import { setImmediate } from 'timers/promises';
import { isWrite } from '../__testUtils__/emptyEstate';
import { describeWorld } from './__testUtils__/describeWorld';
import {
  genomics,
  populationResearch,
  startSeededEstate,
} from './__testUtils__/onboarding';
import { sharedDatabases } from './__testUtils__/sharedDatabases';
import {
  FAST,
  startReconciler,
  succeeded,
} from './__testUtils__/startReconciler';

jest.setTimeout(60_000);

const directory = createMockDirectory();
const databases = sharedDatabases(directory);
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

type Backend = Awaited<ReturnType<typeof startReconciler>>;

async function setup() {
  const { config, knex } = await databases.open('POSTGRES_15');
  const estate = await startSeededEstate(directory, knex);
  return {
    ...estate,
    knex,
    world: () => describeWorld(estate),
    /** A backend with connections of its own to the database. */
    async startBackend(
      options: {
        connection?: AwsConnectionService;
        leaseMs?: number;
        renewalMs?: number;
      } = {},
    ): Promise<Backend> {
      const { leaseMs = FAST.leaseMs, renewalMs = FAST.timing.renewalMs } =
        options;
      const own: Knex = makeKnex(config);
      const backend = await startReconciler({
        knex: own,
        connection: options.connection ?? estate.connection,
        reconciler: { ...FAST, leaseMs, timing: { ...FAST.timing, renewalMs } },
      });
      closing.push(async () => {
        await backend.stop();
        await own.destroy();
      });
      return backend;
    },
  };
}

const request = (planId: string) => ({
  planId,
  reason: 'a test',
  createdBy: 'user:default/tester',
});

/** Plans and asks for the change in one backend. */
async function queue(
  { plan, changes }: Backend,
  declaration: DeclarationInput,
): Promise<string> {
  const { id: planId } = await plan(declaration, 'apply');
  const { summary } = await changes.create(request(planId));
  return summary.id;
}

/** As a person does who is told that the world has changed since the plan. */
async function queueAgain(
  backend: Backend,
  declaration: DeclarationInput,
  refusal: Error,
): Promise<string> {
  if (!/The world has changed/.test(refusal.message)) throw refusal;
  return queue(backend, declaration).catch(error =>
    queueAgain(backend, declaration, error),
  );
}

/** Both look for work until the changes are at their ends. */
async function settled(backends: Backend[], ids: string[]): Promise<Change[]> {
  await Promise.all(
    backends.map(async backend => {
      for (const id of ids) await backend.settled(id);
    }),
  );
  return Promise.all(ids.map(id => backends[0].changes.get(id)));
}

function startsOf({ journal }: Change): string[] {
  return journal
    .filter(({ event }) => event === 'started')
    .map(({ stepId }) => stepId!)
    .sort();
}

function stepsOf({ plan }: Change): string[] {
  return plan.steps.map(({ id }) => id).sort();
}

function takersOf({ journal }: Change): string[] {
  return journal
    .filter(({ event }) => event === 'taken')
    .map(({ message }) => message);
}

/** Writes that took effect and were made before in just the same words. */
function doubled(exchanges: Exchange[]): string[] {
  const writes = exchanges
    .filter(each => isWrite(each) && each.response.status < 400)
    .map(({ service, operation, request: { path, body } }) =>
      [service, operation, path, Buffer.from(body)].join(' '),
    );
  return writes.filter((write, index) => writes.indexOf(write) < index);
}

const onPostgres = databases.ids.includes('POSTGRES_15')
  ? describe
  : describe.skip;

onPostgres('two backends on one database', () => {
  it('apply one plan once, whoever is asked', async () => {
    const { exchanges, startBackend } = await setup();
    const backends = [await startBackend(), await startBackend()];
    const plan = await backends[0].plan(populationResearch, 'apply');
    const answers = await Promise.allSettled(
      backends.map(({ changes }) => changes.create(request(plan.id))),
    );
    const [accepted] = answers.flatMap(answer =>
      answer.status === 'fulfilled' ? answer.value.summary.id : [],
    );
    expect(
      answers.flatMap(answer =>
        answer.status === 'rejected' ? answer.reason.name : [],
      ),
    ).toEqual(['ConflictError']);

    const [change] = await settled(backends, [accepted]);
    succeeded(change);
    expect(startsOf(change)).toEqual(stepsOf(change));
    expect(doubled(exchanges)).toEqual([]);
    const again = await backends[1].plan(populationResearch, 'apply');
    expect(again.steps.filter(({ action }) => action !== 'none')).toEqual([]);
  });

  it('apply two plans side by side, with the documents that both write', async () => {
    const { exchanges, startBackend, world } = await setup();
    const [one, other] = [await startBackend(), await startBackend()];
    await one.make(populationResearch);
    await one.make(genomics);
    const expected = await world();
    await one.remove(genomics);
    await one.remove(populationResearch);

    exchanges.length = 0;
    const plans = [
      await one.plan(populationResearch, 'apply'),
      await one.plan(genomics, 'apply'),
    ];
    const { summary: first } = await one.changes.create(request(plans[0].id));
    // The first may have made by now what both need; then the plan is made anew.
    const second = await other.changes
      .create(request(plans[1].id))
      .then(({ summary }) => summary.id)
      .catch(error => queueAgain(other, genomics, error));
    const changes = await settled([one, other], [first.id, second]);
    changes.forEach(succeeded);
    expect(new Set(changes.flatMap(takersOf)).size).toBe(2);
    for (const change of changes) {
      expect(startsOf(change)).toEqual(stepsOf(change));
    }
    expect(doubled(exchanges)).toEqual([]);
    expect(await world()).toEqual(expected);
  });

  it('hand a change over when one shuts down', async () => {
    const { exchanges, sandbox, startBackend } = await setup();
    const [one, other] = [await startBackend(), await startBackend()];
    sandbox.faults.setRules([{ operation: '*', latencyMs: 20 }]);
    const id = await queue(one, populationResearch);
    await until(async () => (await one.changes.get(id)).summary.stepsDone > 0);
    await one.stop();
    sandbox.faults.setRules([]);
    const [change] = await settled([other], [id]);
    succeeded(change);
    expect(takersOf(change)).toHaveLength(2);
    expect(doubled(exchanges)).toEqual([]);
  });

  it('let one that slept through its lease write nothing more', async () => {
    const { connection, exchanges, startBackend } = await setup();
    const { asleep, wake, ...dormitory } = sleeping(connection);
    const one = await startBackend({
      connection: dormitory.connection,
      leaseMs: 50,
      renewalMs: 60_000,
    });
    const other = await startBackend();
    const office = await startBackend();
    await office.stop();
    const id = await queue(office, populationResearch);
    await one.runner.poll();
    await asleep;
    const [change] = await settled([other], [id]);
    succeeded(change);
    exchanges.length = 0;
    wake();
    await one.runner.idle();
    expect(exchanges.filter(isWrite)).toEqual([]);
    expect(await other.changes.get(id)).toEqual(change);
  });

  it('do not give up a change that is resumed at the same moment', async () => {
    const { knex, sandbox, startBackend } = await setup();
    const backend = await startBackend();
    sandbox.faults.setRules([
      { operation: 'IAM.CreatePolicy', error: { code: 'AccessDenied' } },
    ]);
    const id = await queue(backend, populationResearch);
    await backend.settled(id);
    sandbox.faults.setRules([]);
    const { id: planId } = await backend.plan(populationResearch, 'apply');

    const resuming = await knex.transaction();
    await resuming('changes').where({ id }).update({ status: 'queued' });
    const creating = backend.changes.create(request(planId)).then(
      () => 'created',
      error => error.name,
    );
    await until(async () => {
      const { rows } = await knex.raw(
        `SELECT count(*)::int AS waiting FROM pg_locks WHERE NOT granted`,
      );
      return rows[0].waiting > 0;
    });
    await resuming.commit();
    expect(await creating).toBe('ConflictError');
    const [change] = await settled([backend], [id]);
    succeeded(change);
  });
});

it('one backend that is late with its lease does not take its own change again', async () => {
  const { knex } = await databases.open('SQLITE_3');
  const estate = await startSeededEstate(directory, knex);
  const backend = await startReconciler({
    knex,
    connection: estate.connection,
    reconciler: {
      ...FAST,
      leaseMs: 0,
      timing: { ...FAST.timing, renewalMs: 60_000 },
    },
  });
  const id = await queue(backend, populationResearch);
  for (let look = 0; look < 20; look++) await backend.runner.poll();
  const change = succeeded(await backend.settled(id));
  expect(takersOf(change)).toHaveLength(1);
  expect(startsOf(change)).toEqual(stepsOf(change));
});

/** A way to AWS on which whoever takes it falls asleep, until woken. */
function sleeping(connection: AwsConnectionService) {
  let wake: () => void;
  let fall: () => void;
  const asleep = new Promise<void>(resolve => {
    fall = resolve;
  });
  const awake = new Promise<void>(resolve => {
    wake = resolve;
  });
  const sleep = () => {
    fall();
    return awake;
  };
  return {
    asleep,
    wake: () => wake(),
    connection: {
      ...connection,
      async getClientConfiguration(account) {
        const configuration = await connection.getClientConfiguration(account);
        const { requestHandler } = configuration;
        const handle = async (...call: unknown[]) => {
          // What it read is old when it wakes.
          const answer = await requestHandler.handle(...call);
          await sleep();
          return answer;
        };
        return {
          ...configuration,
          requestHandler: { ...requestHandler, handle },
        };
      },
      async getKubeConfig(cluster) {
        await sleep();
        return connection.getKubeConfig(cluster);
      },
    } as AwsConnectionService,
  };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await setImmediate();
}
