import path from 'path';
import { setImmediate } from 'timers/promises';
import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { AwsConnectionService } from '@sluice/plugin-sluice-node';
import { Knex } from 'knex';
import { PATIENTS_CARE } from '../__testUtils__/catalog';
import { explanationOf } from './explanations';
import { KeptJobRun } from './JobRunStore';
import {
  OWN_SCRIPT,
  startJobsRoom,
  startJobsSandbox,
} from './__testUtils__/startJobsRoom';

jest.setTimeout(120_000);

const CONSUMER = { accountId: '444455556666', region: 'us-west-2' };
const SCRIPTS = path.resolve(__dirname, '../../../../jobs');
const BY = { ref: 'user:default/amara', origin: 'person' } as const;
const VERIFICATION = { team: PATIENTS_CARE, kind: 'verification' } as const;

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});
const directory = createMockDirectory();

type World = Awaited<ReturnType<typeof startJobsSandbox>>;
type Room = Awaited<ReturnType<typeof startJobsRoom>>;
type Handler = { handle(request: any, options?: any): Promise<any> };

const isUpload = ({ method, path: to }: any) =>
  method === 'HEAD' && to.includes('/sluice/');
const isStart = ({ method, path: to }: any) =>
  method === 'POST' && /\/virtualclusters\/[^/]+\/jobruns$/.test(to);

/** A way to AWS on which a call has its effect or not, and its answer is kept back. */
function stallingConnection(
  connection: AwsConnectionService,
  stall: { at: (request: any) => boolean; when: 'before' | 'after' },
) {
  let letGo = () => {};
  const stalled = new Promise<void>(resolve => {
    letGo = resolve;
  });
  let arrived = () => {};
  const arrival = new Promise<void>(resolve => {
    arrived = resolve;
  });
  const wrap = (inner: Handler): Handler => ({
    ...inner,
    handle: async (request, options) => {
      if (!stall.at(request)) return inner.handle(request, options);
      if (stall.when === 'after') {
        const answer = await inner.handle(request, options);
        arrived();
        await stalled;
        return answer;
      }
      arrived();
      await stalled;
      return inner.handle(request, options);
    },
  });
  return {
    arrival,
    letGo: () => letGo(),
    connection: {
      ...connection,
      getClientConfiguration: async (
        account: Parameters<AwsConnectionService['getClientConfiguration']>[0],
      ) => {
        const configuration = await connection.getClientConfiguration(account);
        return {
          ...configuration,
          requestHandler: wrap(configuration.requestHandler),
        };
      },
    },
  };
}

describe.each(databases.eachSupportedId())(
  'job runs at the edges, on %s',
  databaseId => {
    let world: World;
    let knex: Knex;
    beforeAll(async () => {
      world = await startJobsSandbox(directory, { doesRuns: false });
    });
    afterAll(() => world.sandbox.close());
    beforeEach(async () => {
      knex = await databases.init(databaseId);
    });
    afterEach(() => world.sandbox.faults.setRules([]));

    const open = (options: Partial<Parameters<typeof startJobsRoom>[0]> = {}) =>
      startJobsRoom({
        knex,
        connection: world.connection,
        scripts: SCRIPTS,
        ...options,
      });

    /** What EMR has, to look at and to change. */
    function inEmr(): Map<string, any> {
      const { jobRuns } = (world.sandbox.world as any).slice(
        { id: 'emrContainers', create: () => ({}) },
        CONSUMER.accountId,
        CONSUMER.region,
      );
      return new Map([...jobRuns.values()].flatMap(runs => [...runs]));
    }
    const ofToken = (token: string) =>
      [...inEmr().values()].filter(({ clientToken }) => clientToken === token);
    const setInEmr = ({ run }: KeptJobRun, change: object) =>
      Object.assign(inEmr().get(run.emrJobRunId!), change);
    const fail = (operation: string, code: string) =>
      world.sandbox.faults.setRules([
        { operation, error: { code, message: 'injected' } },
      ]);
    /** As if the one that held a run were dead. */
    const endLeases = () =>
      knex('job_runs').update({ leased_until: '2000-01-01T00:00:00.000Z' });

    async function until(
      room: Room,
      id: string,
      isSo: (kept: KeptJobRun) => boolean,
    ): Promise<KeptJobRun> {
      for (;;) {
        await room.follower.tick();
        const kept = await room.store.get(id);
        if (isSo(kept)) return kept;
        await setImmediate();
      }
    }
    const inState = (state: string) => (kept: KeptJobRun) =>
      kept.run.state === state;
    async function started(room: Room): Promise<KeptJobRun> {
      const kept = await room.service.start(OWN_SCRIPT, BY);
      expect(kept.run.state).toBe('PENDING');
      return kept;
    }

    /** A backend that gets no answer at some point of a start, and no run's lease any more. */
    async function dieWhileStarting(
      stall: Parameters<typeof stallingConnection>[1],
    ) {
      const way = stallingConnection(world.connection, stall);
      const dying = await open({ connection: way.connection });
      const start = dying.service.start(
        // Another script each time, so that it has to be uploaded.
        {
          ...OWN_SCRIPT,
          script: {
            name: 'mine',
            content: `print("${knex.client.database()} ${Math.random()}")`,
          },
        },
        BY,
      );
      await way.arrival;
      const [id] = await knex('job_runs').pluck('run_id');
      await endLeases();
      return {
        id: id as string,
        /** It was not dead after all: what it does now must change nothing. */
        async comeBack() {
          way.letGo();
          await start;
          await dying.follower.stop();
        },
      };
    }

    it.each<[string, Parameters<typeof stallingConnection>[1], number]>([
      ['before the script is uploaded', { at: isUpload, when: 'before' }, 0],
      ['before EMR is asked', { at: isStart, when: 'before' }, 0],
      [
        'before EMR’s answer is written down',
        { at: isStart, when: 'after' },
        1,
      ],
    ])('are started once when a backend ends %s', async (_, stall, known) => {
      const dead = await dieWhileStarting(stall);
      expect(ofToken(dead.id)).toHaveLength(known);
      expect(await (await open()).store.get(dead.id)).toMatchObject({
        run: { state: 'SUBMITTING' },
      });

      const next = await open();
      const kept = await until(next, dead.id, inState('PENDING'));
      expect(ofToken(dead.id).map(({ id }) => id)).toEqual([
        kept.run.emrJobRunId,
      ]);
      const { pending: __, ...before } = await next.store.get(dead.id);

      await dead.comeBack();
      expect(ofToken(dead.id)).toHaveLength(1);
      expect((await next.store.get(dead.id)).run).toMatchObject({
        state: before.run.state,
        emrJobRunId: before.run.emrJobRunId,
      });
    });

    it('are never started once they were cancelled', async () => {
      const dead = await dieWhileStarting({ at: isUpload, when: 'before' });
      const next = await open();
      const { run } = await next.service.cancel(dead.id);
      expect(run).toMatchObject({ state: 'CANCELLED' });
      await dead.comeBack();
      await next.follower.tick();
      expect(ofToken(dead.id)).toEqual([]);
      expect((await next.store.get(dead.id)).run.state).toBe('CANCELLED');
    });

    it('are cancelled in EMR though nobody learnt their id', async () => {
      const dead = await dieWhileStarting({ at: isStart, when: 'after' });
      const next = await open();
      await next.service.cancel(dead.id);
      await until(next, dead.id, inState('CANCELLED'));
      expect(ofToken(dead.id).map(({ state }) => state)).toEqual(['CANCELLED']);
      await dead.comeBack();
      expect((await next.store.get(dead.id)).run.state).toBe('CANCELLED');
    });

    it('are followed by two backends as by one', async () => {
      const rooms = [await open(), await open()];
      const kept = await started(rooms[0]);
      for (const state of ['SUBMITTED', 'RUNNING']) {
        setInEmr(kept, { state });
        await Promise.all(
          rooms.map(room => until(room, kept.run.id, inState(state))),
        );
      }
      setInEmr(kept, { state: 'COMPLETED', finishedAt: new Date() });
      await Promise.all(
        rooms.map(room => until(room, kept.run.id, inState('COMPLETED'))),
      );
      expect(
        rooms
          .flatMap(({ audited }) => audited)
          .filter(each => each.startsWith('job-run-state'))
          .sort(),
      ).toEqual(
        ['COMPLETED', 'PENDING', 'RUNNING', 'SUBMITTED'].map(
          state => `job-run-state ${state}`,
        ),
      );
      const { run } = await rooms[0].store.get(kept.run.id);
      expect(run).toMatchObject({
        finishedAt: expect.any(String),
        collectedAt: expect.any(String),
      });
    });

    it('take EMR’s words over when they fail', async () => {
      const room = await open();
      const kept = await started(room);
      setInEmr(kept, {
        state: 'FAILED',
        failureReason: 'USER_ERROR',
        stateDetails: 'The driver exited with exit code 77.',
        finishedAt: new Date(),
      });
      const { run } = await until(room, kept.run.id, inState('FAILED'));
      expect(run).toMatchObject({
        failureReason: 'USER_ERROR',
        stateDetails: 'The driver exited with exit code 77.',
      });
      expect(explanationOf(run)).toMatch(/^Lake Formation denied/);
    });

    it('are not taken for verifications when somebody cancels them too late', async () => {
      const room = await open();
      const kept = await started(room);
      setInEmr(kept, { state: 'COMPLETED', finishedAt: new Date() });
      await until(room, kept.run.id, inState('COMPLETED'));
      await expect(room.service.cancel(kept.run.id)).rejects.toThrow(
        /has ended already, as COMPLETED/,
      );
      await room.follower.tick();
      expect(room.collected).toEqual([]);
      expect(await knex('job_runs').select('due_at', 'leased_by')).toEqual([
        { due_at: null, leased_by: null },
      ]);
    });

    it('end when EMR has long forgotten them, and not before', async () => {
      const room = await open();
      const kept = await started(room);
      const { run } = await room.store.get(kept.run.id);
      const runsOf = inEmrRunsOf(run.virtualClusterId!);
      runsOf.delete(run.emrJobRunId!);
      for (let look = 0; look < 3; look++) await room.follower.tick();
      expect((await room.store.get(run.id)).run.state).toBe('PENDING');

      const document = JSON.stringify({
        ...(await room.store.get(run.id)),
        changedAt: new Date(Date.now() - 120_000).toISOString(),
      });
      await knex('job_runs').update({ document });
      const ended = await until(room, run.id, inState('FAILED'));
      expect(explanationOf(ended.run)).toMatch(/no longer knows this run/);
    });

    it('say why they cannot be followed, for as long as they cannot', async () => {
      const room = await open();
      const { run } = await started(room);
      fail('EMRContainers.DescribeJobRun', 'AccessDeniedException');
      const stuck = await until(room, run.id, ({ trouble }) => !!trouble);
      expect(stuck.trouble).toMatch(/AccessDeniedException.*DescribeJobRun/);
      expect(stuck.run.state).toBe('PENDING');
      world.sandbox.faults.setRules([]);
      await until(room, run.id, ({ trouble }) => !trouble);
    });

    it.each([
      [
        'EMRContainers.StartJobRun',
        'AccessDeniedException',
        /Attach the policy/,
      ],
      [
        'EMRContainers.StartJobRun',
        'ValidationException',
        /nothing was started/,
      ],
      ['S3.PutObject', 'AccessDenied', /Attach the policy/],
    ])('are refused when %s answers %s', async (operation, code, meaning) => {
      const room = await open();
      fail(operation, code);
      const { run } = await room.service.start(
        {
          ...OWN_SCRIPT,
          script: { name: 'mine', content: `print("${Math.random()}")` },
        },
        BY,
      );
      expect(run).toMatchObject({
        state: 'REFUSED',
        stateDetails: `${code}: injected`,
      });
      expect(explanationOf(run)).toMatch(meaning);
      world.sandbox.faults.setRules([]);
      await room.follower.tick();
      expect(ofToken(run.id)).toEqual([]);
    });

    it('upload a script once', async () => {
      const room = await open();
      const draft = {
        ...OWN_SCRIPT,
        script: { name: 'mine', content: `print("${Math.random()}")` },
      };
      await room.service.start(draft, BY);
      fail('S3.PutObject', 'AccessDenied');
      expect((await room.service.start(draft, BY)).run.state).toBe('PENDING');
    });

    it('go on when EMR does not take the wish to cancel them', async () => {
      const room = await open();
      const { run } = await started(room);
      fail('EMRContainers.CancelJobRun', 'ThrottlingException');
      await expect(room.service.cancel(run.id)).rejects.toMatchObject({
        name: 'ServiceUnavailableError',
        message: expect.stringMatching(/goes on: EMR on EKS takes no calls/),
      });
      fail('EMRContainers.CancelJobRun', 'AccessDeniedException');
      await expect(room.service.cancel(run.id)).rejects.toMatchObject({
        name: 'ConflictError',
        message: expect.stringMatching(/emr-containers:CancelJobRun/),
      });
      world.sandbox.faults.setRules([]);
      await room.service.cancel(run.id);
      await until(room, run.id, inState('CANCELLED'));
    });

    it('have their result asked for until it is there', async () => {
      let asked = 0;
      const room = await open({
        collect: async () => {
          asked += 1;
          if (asked === 1) return undefined;
          if (asked === 2) throw new Error('the log is not there yet');
          return { id: 'proof', verdict: 'differs' };
        },
      });
      const { run } = await room.service.start(VERIFICATION, BY);
      setInEmr(await room.store.get(run.id), {
        state: 'COMPLETED',
        finishedAt: new Date(),
      });
      const ended = await until(room, run.id, kept => !!kept.run.collectedAt);
      expect(ended.run.attestation).toEqual({
        id: 'proof',
        verdict: 'differs',
      });
      await room.follower.tick();
      expect(asked).toBe(3);
    });

    it('that verify and were cancelled before EMR had them are judged, too', async () => {
      const room = await open();
      world.sandbox.faults.setRules(
        ['S3.HeadObject', 'S3.PutObject'].map(operation => ({
          operation,
          error: { code: 'SlowDown', status: 503 },
        })),
      );
      const { run } = await room.service.start(VERIFICATION, BY);
      expect(run.state).toBe('SUBMITTING');
      await room.service.cancel(run.id);
      await until(room, run.id, kept => !!kept.run.collectedAt);
      expect(room.collected.map(each => each.run.state)).toEqual(['CANCELLED']);
      expect(ofToken(run.id)).toEqual([]);
    });

    function inEmrRunsOf(virtualClusterId: string): Map<string, unknown> {
      return (world.sandbox.world as any)
        .slice(
          { id: 'emrContainers', create: () => ({}) },
          CONSUMER.accountId,
          CONSUMER.region,
        )
        .jobRuns.get(virtualClusterId);
    }
  },
);
