import {
  AccessRequest,
  RequestPolicy,
  SluiceApi,
} from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import { AccessService } from '../access';
import { Caller } from './Caller';
import { reductionEvent } from './narrowing';
import { personOf, RequestActs } from './RequestActs';
import { optionalText, requiredText } from './texts';

/** Something that is written in the same transaction, as a review's item is. */
export type Alongside = (tx: Knex.Transaction) => Promise<void>;

/** Goes on with the fulfilment of a request that failed. */
export type ResumeWork = (
  requestId: string,
  options: { revision: number; actor: string },
) => Promise<AccessRequest>;

/** What people do to access that was agreed on. */
export class RequestEnding {
  constructor(
    private readonly options: {
      acts: RequestActs;
      access: Pick<AccessService, 'current'>;
      policy: RequestPolicy;
      resume: ResumeWork;
    },
  ) {}

  async reduce(
    caller: Caller,
    id: string,
    reduction: SluiceApi.RequestReduction,
  ): Promise<AccessRequest> {
    const { acts, access, policy } = this.options;
    const { revision } = reduction;
    const act = await acts.begin('reduce', caller, { id, revision });
    const reason = requiredText(reduction.reason, 'reason');
    const event = reductionEvent(
      act.request,
      { ...reduction, reason },
      { snapshot: await access.current(), policy, now: act.moment.now },
    );
    return acts.write(act.request, personOf(act), [event]);
  }

  async revoke(
    caller: Caller,
    id: string,
    revocation: SluiceApi.RequestReason & { reviewId?: string },
    alongside?: Alongside,
  ): Promise<AccessRequest> {
    const { acts } = this.options;
    const { revision, reviewId } = revocation;
    const act = await acts.begin('revoke', caller, { id, revision });
    const reason = requiredText(revocation.reason, 'reason');
    return acts.write(
      act.request,
      personOf(act),
      [{ type: 'revoked', reason, ...(reviewId && { reviewId }) }],
      alongside,
    );
  }

  async keep(
    caller: Caller,
    id: string,
    answer: { reviewId: string; reason?: string },
    alongside?: Alongside,
  ): Promise<AccessRequest> {
    const { acts } = this.options;
    const { reviewId } = answer;
    const act = await acts.begin('keep', caller, { id, reviewId });
    const reason = optionalText(answer.reason, 'reason');
    return acts.write(
      act.request,
      personOf(act),
      [{ type: 'kept', reviewId, ...(reason && { reason }) }],
      alongside,
    );
  }

  async resume(
    caller: Caller,
    id: string,
    revision: number,
  ): Promise<AccessRequest> {
    const { acts, resume } = this.options;
    await acts.begin('resume', caller, { id, revision });
    return resume(id, { revision, actor: caller.user });
  }
}
