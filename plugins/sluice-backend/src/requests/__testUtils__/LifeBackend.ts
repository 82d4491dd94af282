import { RequestPolicy } from '@sluice/plugin-sluice-common';
import makeKnex, { Knex } from 'knex';
import { setImmediate } from 'timers/promises';
import { FAST } from '../../reconciler/__testUtils__/startReconciler';
import { Delegations } from '../Delegations';
import { FulfilmentWorker } from '../FulfilmentWorker';
import { People } from '../People';
import { RequestChecks } from '../RequestChecks';
import { RequestService } from '../RequestService';
import { RequestStore } from '../RequestStore';
import { LifePeople } from './LifePeople';
import { Death, Mortal } from './Mortal';
import { startFulfilment } from './startFulfilment';

type House = Awaited<ReturnType<typeof startFulfilment>>;

/** Short, for the heir of one that was killed has to wait for its end. */
const MORTAL = {
  ...FAST,
  leaseMs: 400,
  timing: { ...FAST.timing, renewalMs: 100 },
};

/** A backend that can die in more than one way, and is started again. */
export class LifeBackend {
  private constructor(
    private readonly house: House,
    private readonly knex: Knex,
    private readonly backend: Awaited<ReturnType<House['startAnother']>>,
    readonly service: RequestService,
    readonly delegations: Delegations,
  ) {}

  static async start(options: {
    house: House;
    config: Knex.Config;
    people: LifePeople;
    policy: RequestPolicy;
  }): Promise<LifeBackend> {
    const { house, config, people, policy } = options;
    const { clock } = house;
    const knex = makeKnex({ ...config, pool: { min: 0, max: 8 } });
    const backend = await house.startAnother(knex, MORTAL);
    const { access, reconciler, worker } = backend;
    const store = new RequestStore(knex);
    const delegations = new Delegations({ knex, clock });
    const service = new RequestService({
      knex,
      store,
      people: new People({
        catalog: people.catalog(),
        auth: people.auth,
        delegations,
        clock,
      }),
      access,
      checks: new RequestChecks({
        access,
        store,
        declarations: reconciler.declarations,
        accounts: () => reconciler.contexts.accounts(),
      }),
      policy,
      clock,
      resume: (id, by) => worker.resume(id, by),
      onChanged: () => {},
    });
    return new LifeBackend(house, knex, backend, service, delegations);
  }

  get worker(): FulfilmentWorker {
    return this.backend.worker;
  }

  tick(): Promise<void> {
    return this.backend.worker.tick();
  }

  async run(): Promise<void> {
    const { runner } = this.backend.reconciler;
    await runner.poll();
    await runner.idle();
  }

  /** The worker alone dies; what it began goes on, and another worker comes. */
  async tickAndDie(death: Death): Promise<void> {
    const mortal = new Mortal(death);
    const { changes, declarations, plans, state } = this.backend.reconciler;
    await this.house
      .makeWorker({
        store: mortal.hand(new RequestStore(this.knex)),
        access: this.backend.access,
        reconciler: {
          changes: mortal.hand(changes),
          declarations: mortal.hand(declarations),
          plans: mortal.hand(plans),
          state: mortal.hand(state),
        },
      })
      .tick()
      .catch(() => {});
  }

  /** All of it dies in the middle of its work: it loses the database and says nothing. */
  async workAndDie(afterCalls: number): Promise<void> {
    const { exchanges } = this.house;
    const from = exchanges.length;
    let ended = false;
    const work = Promise.all([this.tick(), this.run()])
      .catch(() => {})
      .finally(() => {
        ended = true;
      });
    while (!ended && exchanges.length < from + afterCalls) await setImmediate();
    this.knex.client.acquireConnection = async () => {
      throw new Error('The database is out of reach');
    };
    await work;
    await this.backend.reconciler.runner.idle().catch(() => {});
    await this.knex.destroy();
  }

  async stop(): Promise<void> {
    await this.backend.reconciler.stop();
    await this.knex.destroy();
  }
}
