import { AccessRequest, SluiceApi } from '@sluice/plugin-sluice-common';
import { Requests } from '../requests';
import {
  PersonalRequestScope,
  RequestRight,
  RequestScope,
} from './RequestAuthorizer';
import { viewRequest, viewRequestSummary } from './viewRequest';

/** Which right an action of a request needs. */
const RIGHT_TO: Record<SluiceApi.RequestAction, RequestRight> = {
  edit: 'update',
  submit: 'update',
  withdraw: 'update',
  extend: 'update',
  approve: 'decide',
  deny: 'decide',
  reduce: 'end',
  revoke: 'end',
  resume: 'end',
  keep: 'end',
};

/** Requests as a caller sees them, with what the caller may do. */
export class RequestViews {
  constructor(
    private readonly requests: Pick<
      Requests,
      'history' | 'policy' | 'service' | 'store'
    >,
  ) {}

  async summary(
    request: AccessRequest,
    scope: RequestScope,
  ): Promise<SluiceApi.AccessRequestSummary> {
    return viewRequestSummary(request, {
      snapshot: scope.snapshot,
      actions: await this.actionsOf(request, scope),
    });
  }

  async whole(
    request: AccessRequest,
    scope: RequestScope,
  ): Promise<SluiceApi.AccessRequest> {
    const { history, store, policy } = this.requests;
    const [entries, ofGrant, actions] = await Promise.all([
      history.ofRequest(request.id),
      store.find({ grantId: request.grantId }),
      this.actionsOf(request, scope),
    ]);
    return viewRequest(request, {
      snapshot: scope.snapshot,
      actions,
      history: entries,
      supersededBy: ofGrant.find(
        ({ supersedes, agreement }) =>
          supersedes === request.id && agreement.status === 'approved',
      )?.id,
      escalationRefs: policy.escalation?.to ?? [],
    });
  }

  /** What can be done to the request, and the policy lets the caller do. */
  private async actionsOf(
    request: AccessRequest,
    scope: RequestScope,
  ): Promise<SluiceApi.RequestAction[]> {
    if (!scope.decider) return [];
    const actions = await this.requests.service.actionsOf(
      request,
      callerOf(scope as PersonalRequestScope, request),
    );
    return actions.filter(action => scope.may(RIGHT_TO[action], request));
  }
}

/** A person as the service knows them. Who may end any access, the policy says. */
export function callerOf(scope: PersonalRequestScope, request?: AccessRequest) {
  return {
    ...scope.decider,
    mayAdministrate: request !== undefined && scope.may('end', request),
  };
}
