import {
  AccessRequest,
  RequestEvent,
  SluiceApi,
} from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import { Caller } from './Caller';
import { RequestMoment, RequestMoments } from './RequestMoments';
import { refusalOf } from './requestRights';
import { RequestStore, staleError } from './RequestStore';

/** A request that somebody may do something to, and how things are for them. */
export interface RequestAct {
  request: AccessRequest;
  moment: RequestMoment;
}

/** The frame of everything that a person does to a request. */
export class RequestActs {
  constructor(
    private readonly options: {
      store: RequestStore;
      moments: RequestMoments;
      onChanged: () => void;
    },
  ) {}

  /**
   * @param on.revision - that the caller saw; absent where they decide on none
   * @throws ConflictError when it is no longer as they saw it, or not in a state
   * for it
   * @throws NotAllowedError
   */
  async begin(
    action: SluiceApi.RequestAction,
    caller: Caller,
    on: { id: string; revision?: number; reviewId?: string },
  ): Promise<RequestAct> {
    const request = await this.options.store.get(on.id);
    if (on.revision !== undefined && on.revision !== request.revision) {
      throw staleError(request.id, request);
    }
    const moment = await this.options.moments.of(request, caller, on.reviewId);
    const refusal = refusalOf(action, request, moment);
    if (refusal) throw refusal;
    return { request, moment };
  }

  /** Writes what happens by the hand of a person, if nothing else happened. */
  async write(
    { id, revision }: Pick<AccessRequest, 'id' | 'revision'>,
    by: { user: string; now: Date },
    events: RequestEvent[],
    alongside?: (tx: Knex.Transaction) => Promise<void>,
  ): Promise<AccessRequest> {
    const [{ request }] = await this.options.store.record(
      [
        {
          requestId: id,
          revision,
          at: by.now.toISOString(),
          actor: by.user,
          events,
        },
      ],
      alongside,
    );
    this.options.onChanged();
    return request;
  }
}

/** By whose hand something happens, and when. */
export function personOf({ moment }: RequestAct): { user: string; now: Date } {
  return { user: moment.decider.user, now: moment.now };
}
