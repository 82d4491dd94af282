import { createMockDirectory } from '@backstage/backend-test-utils';
import {
  AccessRequest,
  ACTIVE_STATUSES,
  mayHoldRights,
  RequestPolicy,
} from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import { setTimeout } from 'timers/promises';
import { LifeBackend } from './LifeBackend';
import { Decision, LifeDecisions, unlessRefusal } from './LifeDecisions';
import { LifePeople, Person } from './LifePeople';
import { Death } from './Mortal';
import { startFulfilment } from './startFulfilment';

/** For everything to come to rest once nothing goes wrong any more. */
const PATIENCE_MS = 30_000;

/** Calls that took no time would leave no room between a read and its write. */
const WEATHER = [{ operation: '*', latencyMs: 1, rate: 0.5 }];

/** What happens in the life of agreements. */
export type Happening =
  | Decision
  | { do: 'move'; who: Person; group: string }
  | { do: 'advance'; minutes: number }
  | { do: 'tick' | 'run' | 'restart'; backend: number }
  | { do: 'workerDies'; backend: number; death: Death }
  | { do: 'backendDies'; backend: number; afterCalls: number }
  | { do: 'break'; operation: string }
  | { do: 'mend' }
  | { do: 'rest' };

/** Two backends, people, and what happens to them. */
export class Life {
  readonly people: LifePeople;
  private readonly decisions: LifeDecisions;
  private backends: LifeBackend[] = [];
  private turn = 0;

  private constructor(
    readonly house: Awaited<ReturnType<typeof startFulfilment>>,
    private readonly config: Knex.Config,
    private readonly policy: RequestPolicy,
  ) {
    this.people = new LifePeople(house.clock);
    this.decisions = new LifeDecisions({
      people: this.people,
      clock: house.clock,
      requests: () => this.requests(),
      backend: () => this.anyBackend(),
    });
  }

  static async start(options: {
    directory: ReturnType<typeof createMockDirectory>;
    database: { config: Knex.Config; knex: Knex };
    policy: RequestPolicy;
  }): Promise<Life> {
    const { directory, database, policy } = options;
    const house = await startFulfilment({ directory, knex: database.knex });
    house.sandbox.faults.setRules(WEATHER);
    const life = new Life(house, database.config, policy);
    life.backends = [await life.startBackend(), await life.startBackend()];
    return life;
  }

  async stop(): Promise<void> {
    for (const backend of this.backends) await backend.stop();
    await this.house.reconciler.stop();
    await this.house.sandbox.close();
  }

  requests(): Promise<AccessRequest[]> {
    return this.house.store.find({});
  }

  /** @throws what is no answer that a person may get */
  async happen(what: Happening): Promise<void> {
    switch (what.do) {
      case 'move':
        this.people.move(what.who, what.group);
        return;
      case 'advance':
        this.house.clock.advance(what.minutes);
        return;
      case 'tick':
        await this.backend(what.backend).tick();
        return;
      case 'run':
        await this.backend(what.backend).run();
        return;
      case 'restart':
        await this.backend(what.backend).stop();
        await this.replace(what.backend);
        return;
      case 'workerDies':
        await this.backend(what.backend).tickAndDie(what.death);
        return;
      case 'backendDies':
        await this.backend(what.backend).workAndDie(what.afterCalls);
        await this.replace(what.backend);
        return;
      case 'break':
        this.house.sandbox.faults.setRules([
          ...WEATHER,
          {
            operation: `LakeFormation.${what.operation}`,
            rate: 0.5,
            error: { code: 'AccessDeniedException', message: 'not allowed' },
          },
        ]);
        return;
      case 'mend':
        this.house.sandbox.faults.setRules(WEATHER);
        return;
      case 'rest':
        await this.rest();
        return;
      default:
        await this.decisions.make(what);
    }
  }

  /** Everything that can go on by itself, or by being resumed, does. */
  async rest(): Promise<void> {
    this.house.sandbox.faults.setRules([]);
    const start = performance.now();
    while (await this.isMoving()) {
      if (performance.now() - start > PATIENCE_MS) {
        throw new Error(
          `This comes to no rest: ${JSON.stringify(await this.moving())}`,
        );
      }
      this.house.elapsed.ms += 3_600_000;
      for (const { id, fulfilment } of await this.requests()) {
        if (fulfilment.status !== 'failed') continue;
        await this.anyBackend().worker.resume(id).catch(unlessRefusal);
      }
      await Promise.all(this.backends.map(each => each.tick()));
      await Promise.all(this.backends.map(each => each.run()));
      await setTimeout(5);
    }
    this.house.sandbox.faults.setRules(WEATHER);
  }

  private backend(index: number): LifeBackend {
    return this.backends[index];
  }

  /** Each in its turn, as behind a load balancer. */
  private anyBackend(): LifeBackend {
    this.turn += 1;
    return this.backends[this.turn % this.backends.length];
  }

  private async replace(index: number): Promise<void> {
    this.backends[index] = await this.startBackend();
  }

  private startBackend(): Promise<LifeBackend> {
    const { house, config, people, policy } = this;
    return LifeBackend.start({ house, config, people, policy });
  }

  private async isMoving(): Promise<boolean> {
    return (await this.moving()).length > 0;
  }

  private async moving(): Promise<unknown[]> {
    const { items } = await this.house.reconciler.changes.list({ limit: 50 });
    const now = this.house.clock.now().toISOString();
    const isDue = ({ startsAt, expiresAt }: AccessRequest['agreement']) =>
      startsAt! <= now || expiresAt! <= now;
    return [
      ...items.filter(({ status }) => ACTIVE_STATUSES.includes(status)),
      ...(await this.requests()).filter(request => {
        const { agreement, fulfilment } = request;
        if (agreement.status !== 'approved') return mayHoldRights(request);
        return fulfilment.status === 'active'
          ? agreement.expiresAt! <= now
          : isDue(agreement);
      }),
    ];
  }
}
