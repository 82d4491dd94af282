import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { AccessRequest } from '@sluice/plugin-sluice-common';
import makeKnex, { Knex } from 'knex';
import { sharedDatabases } from '../reconciler/__testUtils__/sharedDatabases';
import { grantFilterName } from './grantDeclaration';
import { Death, Mortal } from './__testUtils__/Mortal';
import { startFulfilment } from './__testUtils__/startFulfilment';

jest.setTimeout(300_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});
const directory = createMockDirectory();
const shared = sharedDatabases(directory);

type House = Awaited<ReturnType<typeof startFulfilment>>;

const TEAM2 = 'emr_on_eks_fgac_job_team2_execution_role';
const TEXAS = {
  columns: ['patient_id', 'city', 'state'],
  rowFilter: "state = 'Texas'",
};
const OHIO = { columns: ['patient_id', 'state'], rowFilter: "state = 'Ohio'" };

const filterOf = ({ grantId }: AccessRequest) =>
  grantFilterName(grantId, 'patients');
const heldAs = ({ columns, rowFilter }: typeof TEXAS) => ({
  columns,
  rows: rowFilter,
  roles: [TEAM2],
});
const eventsOf = async (knex: Knex, { id }: AccessRequest): Promise<string[]> =>
  knex('access_request_events')
    .where({ request_id: id })
    .orderBy('revision')
    .pluck('type');

let house: House;
afterEach(() => house.sandbox.close());

describe.each(databases.eachSupportedId())('on %s', databaseId => {
  beforeEach(async () => {
    house = await startFulfilment({
      directory,
      knex: await databases.init(databaseId),
    });
  });

  /** @returns whether the worker lived to see nothing move any more */
  async function settleAndDie(death: Death): Promise<boolean> {
    const mortal = new Mortal(death);
    const { changes, declarations, plans, state } = house.reconciler;
    const worker = house.makeWorker({
      store: mortal.hand(house.store),
      reconciler: {
        changes: mortal.hand(changes),
        declarations: mortal.hand(declarations),
        plans: mortal.hand(plans),
        state: mortal.hand(state),
      },
    });
    while (!mortal.isDead) {
      const before = JSON.stringify(await house.store.find({}));
      await worker.tick().catch(() => {});
      await house.reconciler.runner.poll();
      await house.reconciler.runner.idle();
      if (mortal.isDead) break;
      if (before === JSON.stringify(await house.store.find({}))) return true;
    }
    return false;
  }

  it.each(['before', 'after'] as const)(
    'ends alike wherever the worker dies, %s a call has its effect (3.8.8)',
    async when => {
      const survived = { applying: false, removing: false };
      for (let call = 1; !survived.applying || !survived.removing; call++) {
        const request = await house.agreed([TEXAS]);
        survived.applying = await settleAndDie({ call, when });
        await house.settle();
        expect({
          call,
          phase: await house.phase(request),
          held: await house.held(),
        }).toEqual({
          call,
          phase: 'active',
          held: { [filterOf(request)]: heldAs(TEXAS) },
        });

        await house.revoked(request);
        survived.removing = await settleAndDie({ call, when });
        await house.settle();
        expect({
          call,
          phase: await house.phase(request),
          held: await house.held(),
        }).toEqual({ call, phase: 'revoked', held: {} });
        for (const type of ['applied', 'removed']) {
          expect(
            (await eventsOf(house.knex, request)).filter(each => each === type),
          ).toHaveLength(1);
        }
      }
    },
  );

  it('gives nothing when a request ended between its intent and its change', async () => {
    const request = await house.agreed([TEXAS]);
    const worker = house.makeWorker({
      reconciler: { ...house.reconciler, plans: neverAnswering() },
    });
    worker.wake();
    while ((await house.store.get(request.id)).fulfilment.status === 'none');
    await house.revoked(request);
    house.exchanges.length = 0;
    await house.settle();
    expect(await house.phase(request)).toBe('revoked');
    expect(await house.held()).toEqual({});
    expect((await house.reconciler.changes.list({ limit: 9 })).items).toEqual(
      [],
    );
  });

  describe('a worker that slept after it had read a request', () => {
    it('begins no change for an agreement that has ended', async () => {
      const request = await house.agreed([TEXAS]);
      const { worker, asleep, wake } = sleeper(house);
      const pass = worker.tick();
      await asleep;
      await house.revoked(request);
      await house.settle();
      expect(await house.phase(request)).toBe('revoked');
      wake();
      await pass;
      await house.settle();
      expect(await house.phase(request)).toBe('revoked');
      expect(await house.held()).toEqual({});
    });

    it('takes nothing from the request that took the place of the one it knew', async () => {
      const first = await house.agreed([TEXAS]);
      await house.settle();
      await house.revoked(first);
      const { worker, asleep, wake } = sleeper(house);
      const pass = worker.tick();
      await asleep;
      const second = await house.agreed([OHIO], { supersedes: first });
      await house.settle();
      expect(await house.phase(second)).toBe('active');
      wake();
      await pass;
      await house.settle();
      expect(await house.phase(second)).toBe('active');
      expect(await house.held()).toEqual({ [filterOf(first)]: heldAs(OHIO) });
    });
  });

  describe.each([['CreateDataCellsFilter'], ['GrantPermissions']])(
    'a %s that took effect, though the answer was lost',
    operation => {
      it.each<[string, (request: AccessRequest) => Promise<unknown>]>([
        ['goes at the end of the agreement', async () => {}],
        [
          'goes also when it was found there by a second attempt',
          async ({ id }) => {
            await house.worker.resume(id);
            await house.settle();
            expect(await house.phase({ id })).toBe('active');
          },
        ],
      ])('%s', async (_, meanwhile) => {
        const find = loseAnswersOf(operation);
        const request = await house.agreed([TEXAS]);
        await house.settle();
        expect(await house.phase(request)).toBe('failed');
        expect((await house.held())[filterOf(request)].roles).toEqual(
          operation === 'GrantPermissions' ? [TEAM2] : [],
        );
        find();
        await meanwhile(request);
        house.clock.advance(60);
        await house.settle();
        expect(await house.phase(request)).toBe('expired');
        expect(await house.held()).toEqual({});
      });
    },
  );

  /** Of those about filters. @returns what ends it */
  function loseAnswersOf(operation: string): () => void {
    const { getClientConfiguration } = house.connection;
    let lost = true;
    jest
      .spyOn(house.connection, 'getClientConfiguration')
      .mockImplementation(async account => {
        const configuration = await getClientConfiguration(account);
        const { requestHandler } = configuration;
        return {
          ...configuration,
          requestHandler: {
            ...requestHandler,
            async handle(
              request: { path: string; body: string | Uint8Array },
              ...rest: unknown[]
            ) {
              const answer = await requestHandler.handle(request, ...rest);
              if (
                lost &&
                request.path === `/${operation}` &&
                /DataCellsFilter|TableData/.test(
                  Buffer.from(request.body).toString(),
                )
              ) {
                throw new Error('The line went dead');
              }
              return answer;
            },
          },
        };
      });
    return () => {
      lost = false;
    };
  }
});

/** In the place of what is asked and does not answer. */
function neverAnswering(): any {
  return new Proxy({}, { get: () => () => new Promise(() => {}) });
}

/** A worker that falls asleep when its plan is made, before it begins the change. */
function sleeper({ makeWorker, reconciler }: House) {
  let fall: () => void;
  let wake: () => void;
  const asleep = new Promise<void>(resolve => {
    fall = resolve;
  });
  const awake = new Promise<void>(resolve => {
    wake = resolve;
  });
  const plans = new Proxy(reconciler.plans, {
    get: (target, property) =>
      property === 'create'
        ? async (request: Parameters<typeof target.create>[0]) => {
            const plan = await target.create(request);
            fall();
            await awake;
            return plan;
          }
        : Reflect.get(target, property),
  });
  return {
    worker: makeWorker({ reconciler: { ...reconciler, plans } }),
    asleep,
    wake: () => wake(),
  };
}

const onPostgres = shared.ids.includes('POSTGRES_15')
  ? describe
  : describe.skip;

onPostgres('two backends on one PostgreSQL', () => {
  it('take each step of each request once', async () => {
    const { config, knex } = await shared.open('POSTGRES_15');
    house = await startFulfilment({ directory, knex });
    const own = [makeKnex(config), makeKnex(config)];
    const backends = await Promise.all(
      own.map(each => house.startAnother(each)),
    );
    const settle = () =>
      house.settle(
        backends.map(({ worker }) => worker),
        backends.map(({ reconciler }) => reconciler.runner),
      );
    try {
      const requests = [];
      for (const terms of [TEXAS, OHIO, TEXAS, OHIO]) {
        requests.push(await house.agreed([terms]));
      }
      await settle();
      expect(await house.held()).toEqual(
        Object.fromEntries(
          requests.map((request, index) => [
            filterOf(request),
            heldAs([TEXAS, OHIO][index % 2]),
          ]),
        ),
      );
      house.clock.advance(60);
      await settle();
      expect(await house.held()).toEqual({});
      for (const request of requests) {
        expect(await eventsOf(knex, request)).toEqual([
          'created',
          'submitted',
          'stepApproved',
          'approved',
          'applyStarted',
          'applied',
          'expired',
          'removalStarted',
          'removed',
        ]);
      }
      expect(
        (await house.reconciler.changes.list({ limit: 50 })).items.map(
          ({ status }) => status,
        ),
      ).toEqual(Array(8).fill('succeeded'));
    } finally {
      for (const { reconciler } of backends) await reconciler.stop();
      for (const each of own) await each.destroy();
    }
  });
});
