import {
  AuthService,
  BackstageCredentials,
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  SluiceApi,
  SluiceApiClient,
  TypedResponse,
} from '@sluice/plugin-sluice-common';

/** On whose behalf a call is made. @public */
export interface SluiceApiServiceOptions {
  credentials: BackstageCredentials;
}

/**
 * The REST API of the Sluice backend, for other plugins and modules. Every
 * call throws a `ResponseError` when the backend refuses it.
 * @public
 */
export interface SluiceApiService {
  getAccounts(
    options: SluiceApiServiceOptions,
  ): Promise<SluiceApi.AccountStatus[]>;

  /** One page; continue with `nextCursor` until there is none. Needs service credentials. */
  getCatalogFeed(
    request: { limit?: number; cursor?: string },
    options: SluiceApiServiceOptions,
  ): Promise<SluiceApi.CatalogFeed>;

  getEffectiveAccess(
    request: { team: string; table: string },
    options: SluiceApiServiceOptions,
  ): Promise<SluiceApi.EffectiveAccess>;

  /** Reads one account now, or all of them. */
  startObservation(
    request: { accountName?: string },
    options: SluiceApiServiceOptions,
  ): Promise<SluiceApi.StartedObservation>;

  /** Proposes what to do to make a declaration true, or to take it back. */
  createPlan(
    request: SluiceApi.CreatePlanRequest,
    options: SluiceApiServiceOptions,
  ): Promise<SluiceApi.Plan>;

  /** Starts applying a plan. */
  createChange(
    request: SluiceApi.CreateChangeRequest,
    options: SluiceApiServiceOptions,
  ): Promise<SluiceApi.Change>;

  /** One page, newest first; continue with `nextCursor` until there is none. */
  getChanges(
    request: { subject?: string; limit?: number; cursor?: string },
    options: SluiceApiServiceOptions,
  ): Promise<SluiceApi.GetChanges200Response>;

  getChange(
    request: { changeId: string },
    options: SluiceApiServiceOptions,
  ): Promise<SluiceApi.Change>;

  /** Goes on with a change that failed or was stopped. */
  resumeChange(
    request: { changeId: string },
    options: SluiceApiServiceOptions,
  ): Promise<SluiceApi.Change>;

  /** Stops a change after the steps that run now. */
  cancelChange(
    request: { changeId: string },
    options: SluiceApiServiceOptions,
  ): Promise<SluiceApi.Change>;

  /** What a team was declared to have, and how much of it is there. */
  getTeamReadiness(
    request: { namespace: string; name: string },
    options: SluiceApiServiceOptions,
  ): Promise<SluiceApi.Readiness>;

  /** What would come of terms of access. Keeps nothing. */
  checkTerms(
    request: SluiceApi.CheckTermsRequest,
    options: SluiceApiServiceOptions,
  ): Promise<SluiceApi.RequestCheck>;

  /** Asks for access, in the name of the person whose credentials are given. */
  createRequest(
    request: SluiceApi.RequestDraft,
    options: SluiceApiServiceOptions,
  ): Promise<SluiceApi.AccessRequest>;

  /** Checks what would run. Starts nothing. */
  checkJob(
    request: SluiceApi.JobDraft,
    options: SluiceApiServiceOptions,
  ): Promise<SluiceApi.JobCheck>;

  /** Starts a job run as a team; one for each `requestKey`. */
  createJobRun(
    request: SluiceApi.JobDraft,
    options: SluiceApiServiceOptions,
  ): Promise<SluiceApi.JobRun>;

  getJobRun(
    request: { jobRunId: string },
    options: SluiceApiServiceOptions,
  ): Promise<SluiceApi.JobRun>;

  /** What a verification checked, and what it saw. */
  getAttestation(
    request: { attestationId: string },
    options: SluiceApiServiceOptions,
  ): Promise<SluiceApi.Attestation>;
}

class DefaultSluiceApi implements SluiceApiService {
  constructor(
    private readonly client: SluiceApiClient,
    private readonly auth: AuthService,
  ) {}

  async getAccounts(options: SluiceApiServiceOptions) {
    const { items } = await this.call(options, token =>
      this.client.getAccounts({}, token),
    );
    return items;
  }

  getCatalogFeed(
    request: { limit?: number; cursor?: string },
    options: SluiceApiServiceOptions,
  ) {
    return this.call(options, token =>
      this.client.getCatalogFeed({ query: request }, token),
    );
  }

  getEffectiveAccess(
    request: { team: string; table: string },
    options: SluiceApiServiceOptions,
  ) {
    return this.call(options, token =>
      this.client.getEffectiveAccess({ query: request }, token),
    );
  }

  startObservation(
    request: { accountName?: string },
    options: SluiceApiServiceOptions,
  ) {
    return this.call(options, token =>
      this.client.startObservation({ body: request }, token),
    );
  }

  createPlan(
    request: SluiceApi.CreatePlanRequest,
    options: SluiceApiServiceOptions,
  ) {
    return this.call(options, token =>
      this.client.createPlan({ body: request }, token),
    );
  }

  createChange(
    request: SluiceApi.CreateChangeRequest,
    options: SluiceApiServiceOptions,
  ) {
    return this.call(options, token =>
      this.client.createChange({ body: request }, token),
    );
  }

  getChanges(
    request: { subject?: string; limit?: number; cursor?: string },
    options: SluiceApiServiceOptions,
  ) {
    return this.call(options, token =>
      this.client.getChanges({ query: request }, token),
    );
  }

  getChange(request: { changeId: string }, options: SluiceApiServiceOptions) {
    return this.call(options, token =>
      this.client.getChange({ path: request }, token),
    );
  }

  resumeChange(
    request: { changeId: string },
    options: SluiceApiServiceOptions,
  ) {
    return this.call(options, token =>
      this.client.resumeChange({ path: request }, token),
    );
  }

  cancelChange(
    request: { changeId: string },
    options: SluiceApiServiceOptions,
  ) {
    return this.call(options, token =>
      this.client.cancelChange({ path: request }, token),
    );
  }

  getTeamReadiness(
    request: { namespace: string; name: string },
    options: SluiceApiServiceOptions,
  ) {
    return this.call(options, token =>
      this.client.getTeamReadiness({ path: request }, token),
    );
  }

  checkTerms(
    request: SluiceApi.CheckTermsRequest,
    options: SluiceApiServiceOptions,
  ) {
    return this.call(options, token =>
      this.client.checkTerms({ body: request }, token),
    );
  }

  createRequest(
    request: SluiceApi.RequestDraft,
    options: SluiceApiServiceOptions,
  ) {
    return this.call(options, token =>
      this.client.createRequest({ body: request }, token),
    );
  }

  checkJob(request: SluiceApi.JobDraft, options: SluiceApiServiceOptions) {
    return this.call(options, token =>
      this.client.checkJob({ body: request }, token),
    );
  }

  createJobRun(request: SluiceApi.JobDraft, options: SluiceApiServiceOptions) {
    return this.call(options, token =>
      this.client.createJobRun({ body: request }, token),
    );
  }

  getJobRun(request: { jobRunId: string }, options: SluiceApiServiceOptions) {
    return this.call(options, token =>
      this.client.getJobRun({ path: request }, token),
    );
  }

  getAttestation(
    request: { attestationId: string },
    options: SluiceApiServiceOptions,
  ) {
    return this.call(options, token =>
      this.client.getAttestation({ path: request }, token),
    );
  }

  private async call<T>(
    { credentials }: SluiceApiServiceOptions,
    send: (options: { token: string }) => Promise<TypedResponse<T>>,
  ): Promise<T> {
    const { token } = await this.auth.getPluginRequestToken({
      onBehalfOf: credentials,
      targetPluginId: 'sluice',
    });
    const response = await send({ token });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response.json();
  }
}

/** @public */
export const sluiceApiServiceRef = createServiceRef<SluiceApiService>({
  id: 'sluice.api',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { auth: coreServices.auth, discovery: coreServices.discovery },
      factory({ auth, discovery }) {
        return new DefaultSluiceApi(
          new SluiceApiClient({ discoveryApi: discovery }),
          auth,
        );
      },
    }),
});
