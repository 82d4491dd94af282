import { LoggerService } from '@backstage/backend-plugin-api';
import {
  AccessRequest,
  RequestEvent,
  SLUICE_ACTOR,
} from '@sluice/plugin-sluice-common';
import { SluiceClock } from '@sluice/plugin-sluice-node';
import { RequestStore } from './RequestStore';

/** Something that happens to a request as it was read. */
export interface FulfilmentEvent {
  request: Pick<AccessRequest, 'id' | 'revision'>;
  event: RequestEvent;
}

/** Writes what happens to agreements by itself, if nothing else happened to them. */
export class FulfilmentRecord {
  constructor(
    private readonly options: {
      store: RequestStore;
      clock: SluiceClock;
      logger: LoggerService;
    },
  ) {}

  now(): Date {
    return this.options.clock.now();
  }

  /**
   * Writes all of it or nothing.
   *
   * @param actor - who asked for it, if somebody did
   * @returns the first of the requests
   * @throws ConflictError when one of them has changed
   */
  async write(
    happenings: [FulfilmentEvent, ...FulfilmentEvent[]],
    actor: string = SLUICE_ACTOR,
  ): Promise<AccessRequest> {
    const at = this.now().toISOString();
    const [{ request }] = await this.options.store.record(
      happenings.map(({ request: { id, revision }, event }) => ({
        requestId: id,
        revision,
        at,
        actor,
        events: [event],
      })),
    );
    return request;
  }

  /**
   * The same, but for steps that another backend may have taken meanwhile.
   * @returns undefined when somebody was quicker
   */
  async tryWrite(
    ...happenings: [FulfilmentEvent, ...FulfilmentEvent[]]
  ): Promise<AccessRequest | undefined> {
    try {
      return await this.write(happenings);
    } catch (error) {
      if ((error as Error).name !== 'ConflictError') throw error;
      this.options.logger.debug(`Left to others: ${(error as Error).message}`);
      return undefined;
    }
  }
}
