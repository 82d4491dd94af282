import {
  AccessRequest,
  entitlementsOf,
  RequestPolicy,
  SluiceApi,
  stepsAfterCounterOffer,
} from '@sluice/plugin-sluice-common';
import { AccessService, AccessSnapshot } from '../access';
import { Caller } from './Caller';
import {
  approvalEvents,
  CounterOffer,
  Deciding,
  denialEvents,
} from './decisions';
import { grantDeclarationOf } from './grantDeclaration';
import { currentSteps, narrowedTerms, refuseMissingSteps } from './narrowing';
import { personOf, RequestAct, RequestActs } from './RequestActs';
import { optionalText, requiredText } from './texts';
import { isSameTerms } from './twins';

/** Deciding on access: what approvers do to a request. */
export class RequestDeciding {
  constructor(
    private readonly options: {
      acts: RequestActs;
      access: Pick<AccessService, 'current'>;
      policy: RequestPolicy;
    },
  ) {}

  async approve(
    caller: Caller,
    id: string,
    { revision, comment, terms }: SluiceApi.RequestApproval,
  ): Promise<AccessRequest> {
    const { acts, access, policy } = this.options;
    const act = await acts.begin('approve', caller, { id, revision });
    const { request } = act;
    const snapshot = await access.current();
    const counterOffer = terms && this.counterOffer(terms, act, snapshot);
    const standing = counterOffer?.terms ?? request.terms;
    // Nobody agrees to what is not there any more, or is more than it was.
    grantDeclarationOf({ ...request, terms: standing }, snapshot);
    refuseMissingSteps(
      request,
      counterOffer?.steps ?? request.agreement.steps,
      currentSteps(standing, { snapshot, policy }),
    );
    const events = approvalEvents(
      request,
      deciding(act, optionalText(comment, 'comment')),
      counterOffer,
    );
    return acts.write(request, personOf(act), events);
  }

  async deny(
    caller: Caller,
    id: string,
    { revision, reason }: SluiceApi.RequestReason,
  ): Promise<AccessRequest> {
    const { acts } = this.options;
    const act = await acts.begin('deny', caller, { id, revision });
    const events = denialEvents(
      act.request,
      deciding(act, requiredText(reason, 'reason')),
    );
    return acts.write(act.request, personOf(act), events);
  }

  /** Nothing when the terms are those that stand. */
  private counterOffer(
    asked: SluiceApi.AskedTerms,
    { request, moment }: RequestAct,
    snapshot: AccessSnapshot,
  ): CounterOffer | undefined {
    const { policy } = this.options;
    const { now } = moment;
    const context = { snapshot, policy, now };
    const terms = narrowedTerms(asked, request.terms, context);
    if (isSameTerms(terms, request.terms)) return undefined;
    const { steps } = request.agreement;
    return { terms, steps: stepsAfterCounterOffer(steps, terms, policy) };
  }
}

function deciding({ request, moment }: RequestAct, comment?: string): Deciding {
  const { decider, context, now } = moment;
  return {
    user: decider.user,
    entitlements: entitlementsOf(request, decider, context),
    ...(comment && { comment }),
    now,
  };
}
