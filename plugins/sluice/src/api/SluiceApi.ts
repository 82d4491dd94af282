import { createApiRef } from '@backstage/frontend-plugin-api';
import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';

/** @public */
export type PlanExportFormat = 'terraform' | 'shell' | 'json';

/**
 * What the frontend asks Sluice's backend. Every call rejects with a
 * `ResponseError` that carries the backend's own name and message.
 *
 * @public
 */
export interface SluiceApi {
  getAccessMatrix(request: {
    /** Entity refs of data products; all of them when empty. */
    products?: string[];
    /** ISO 8601 moment in the past; now when absent. */
    at?: string;
    cursor?: string;
    limit?: number;
  }): Promise<Models.AccessMatrix>;
  getEffectiveAccess(request: {
    team: string;
    table: string;
    /** ISO 8601 moment in the past; now when absent. */
    at?: string;
  }): Promise<Models.EffectiveAccess>;
  getTeamAccess(teamRef: string): Promise<Models.TeamAccess>;
  getTable(tableRef: string): Promise<Models.Table>;
  getMyAccess(): Promise<Models.MyAccess>;
  getAccounts(): Promise<Models.AccountStatus[]>;
  /** Reads one account now, or all of them. */
  startObservation(accountName?: string): Promise<Models.StartedObservation>;
  /** Works out what a declaration would change. Changes nothing. */
  createPlan(request: Models.CreatePlanRequest): Promise<Models.Plan>;
  getPlan(planId: string): Promise<Models.Plan>;
  /** The plan as a file, for people who apply it by other means. */
  exportPlan(
    planId: string,
    format: PlanExportFormat,
  ): Promise<Models.ExportPlan200Response>;
  /** Applies a plan; refused with a conflict if its world has changed since. */
  createChange(request: Models.CreateChangeRequest): Promise<Models.Change>;
  /** Newest first. */
  getChanges(request: {
    /** Only changes to this; all of them when absent. */
    subject?: string;
    cursor?: string;
    limit?: number;
  }): Promise<Models.GetChanges200Response>;
  getChange(changeId: string): Promise<Models.Change>;
  resumeChange(changeId: string): Promise<Models.Change>;
  /** Stops a change after the steps that run now. */
  cancelChange(changeId: string): Promise<Models.Change>;
  /** Proposes how to take back what a change did. */
  createUndoPlan(changeId: string): Promise<Models.Plan>;
  getTeamReadiness(teamRef: string): Promise<Models.Readiness>;
  getAccount(accountName: string): Promise<Models.AccountDetails>;
  answerInvitation(
    accountName: string,
    request: Models.AnswerInvitationRequest,
  ): Promise<Models.ShareInvitation>;
  /** The rules that a plan is checked against. */
  getSetUpRules(): Promise<Models.SetUpRule[]>;
  /** Limits of requests. */
  getRequestPolicy(): Promise<Models.RequestPolicy>;
  /** What would come of terms. Keeps nothing. */
  checkTerms(request: Models.CheckTermsRequest): Promise<Models.RequestCheck>;
  /** What approving a request would come to. */
  checkRequest(requestId: string): Promise<Models.RequestCheck>;
  createRequest(request: Models.RequestDraft): Promise<Models.AccessRequest>;
  /** Newest first. */
  getRequests(query: RequestQuery): Promise<Models.GetRequests200Response>;
  getRequest(requestId: string): Promise<Models.AccessRequest>;
  editRequest(
    requestId: string,
    edit: Models.RequestEdit,
  ): Promise<Models.AccessRequest>;
  submitRequest(
    requestId: string,
    revision: number,
  ): Promise<Models.AccessRequest>;
  withdrawRequest(
    requestId: string,
    body: Models.RequestReason,
  ): Promise<Models.AccessRequest>;
  approveRequest(
    requestId: string,
    approval: Models.RequestApproval,
  ): Promise<Models.AccessRequest>;
  denyRequest(
    requestId: string,
    body: Models.RequestReason,
  ): Promise<Models.AccessRequest>;
  /** Narrows what was agreed on. */
  reduceRequest(
    requestId: string,
    reduction: Models.RequestReduction,
  ): Promise<Models.AccessRequest>;
  /** Ends access now. */
  revokeRequest(
    requestId: string,
    body: Models.RequestReason,
  ): Promise<Models.AccessRequest>;
  /** Tries again what failed. */
  resumeRequest(
    requestId: string,
    revision: number,
  ): Promise<Models.AccessRequest>;
  getDelegations(): Promise<Models.Delegation[]>;
  createDelegation(
    delegation: Models.CreateDelegationRequest,
  ): Promise<Models.Delegation>;
  endDelegation(delegationId: string): Promise<Models.Delegation>;
  /** Newest first. */
  getReviews(page: {
    cursor?: string;
    limit?: number;
  }): Promise<Models.GetReviews200Response>;
  startReview(review: Models.StartReviewRequest): Promise<Models.Review>;
  getReview(reviewId: string): Promise<Models.Review>;
  answerReview(
    reviewId: string,
    answer: Models.AnswerReviewRequest,
  ): Promise<Models.ReviewItem>;
  /** Newest first. */
  getHistory(
    query: HistoryQuery & { cursor?: string; limit?: number },
  ): Promise<Models.GetHistory200Response>;
  exportHistory(
    query: HistoryQuery & { format: 'csv' | 'json' },
  ): Promise<Models.ExportHistory200Response>;
  /** Who reads something of a table, or of one column of it. */
  getWhoCanSee(query: WhoCanSeeQuery): Promise<Models.AccessAnswers>;
  /** The same of one row, of which some values are known. */
  findWhoCanSeeRow(
    request: Models.FindWhoCanSeeRowRequest,
  ): Promise<Models.AccessAnswers>;
  /** What a team or a principal reads. */
  getWhatCanSee(query: WhatCanSeeQuery): Promise<Models.AccessAnswers>;
  /** Why, or why not. */
  getWhy(query: WhyQuery): Promise<Models.AccessExplanation>;
  /** All answers to one of the questions, as a file. */
  exportAnswers(query: {
    question: 'who-can-see' | 'what-can-see';
    format: 'csv' | 'json';
    table?: string;
    column?: string;
    team?: string;
    principal?: string;
    at?: string;
  }): Promise<Models.ExportAnswers200Response>;
  /** Ways past Lake Formation. */
  getBypassFindings(query: {
    table?: string;
    kind?: string;
    severity?: Models.BypassFinding['severity'];
    cursor?: string;
    limit?: number;
  }): Promise<Models.GetBypassFindings200Response>;
  /** Principals by a part of their name or of their team's. */
  getPrincipals(query: {
    search?: string;
    limit?: number;
  }): Promise<Models.KnownPrincipal[]>;
  /** The same questions, if something were done. Changes nothing. */
  askWhatIf(request: Models.AskWhatIfRequest): Promise<Models.WhatIf>;
  /** The four stages of access side by side. */
  getStages(query: StagesQuery): Promise<Models.GetStages200Response>;
  /** Newest first. */
  getDrift(query: DriftQuery): Promise<Models.DriftList>;
  getDriftItem(driftId: string): Promise<Models.DriftItem>;
  /** Proposes how to end a difference; keeping what is there if that is asked for. */
  repairDrift(
    driftId: string,
    request: Models.RepairDriftRequest,
  ): Promise<Models.Plan>;
  ignoreDrift(
    driftId: string,
    request: Models.IgnoreDriftRequest,
  ): Promise<Models.DriftItem>;
  /** Ends ignoring it. */
  watchDrift(driftId: string): Promise<Models.DriftItem>;
  /** What a preview would show and cost. Reads no data. */
  estimatePreview(query: {
    team: string;
    table: string;
  }): Promise<Models.PreviewEstimate>;
  /** Rows as the team reads them. */
  createPreview(request: Models.CreatePreviewRequest): Promise<Models.Preview>;
  /** What a team can run, and what keeps it from it. */
  getJobOptions(teamRef: string): Promise<Models.JobOptions>;
  /** What would run, and what is wrong with it. Starts nothing. */
  checkJob(draft: Models.JobDraft): Promise<Models.JobCheck>;
  createJobRun(draft: Models.JobDraft): Promise<Models.JobRun>;
  /** Newest first. */
  getJobRuns(query: JobRunQuery): Promise<Models.JobRunList>;
  getJobRun(jobRunId: string): Promise<Models.JobRun>;
  cancelJobRun(jobRunId: string): Promise<Models.JobRun>;
  /** A part of a log; a negative offset counts from its end, in bytes. */
  getJobLog(request: {
    jobRunId: string;
    stream: Models.JobLog['stream'];
    offset?: number;
    bytes?: number;
  }): Promise<Models.JobLog>;
  /** What verifications have shown, as far as the person may see it; newest first. */
  getAttestations(query: AttestationQuery): Promise<Models.AttestationList>;
  getAttestation(attestationId: string): Promise<Models.Attestation>;
}

/** Who can see this? References are entity refs. @public */
export interface WhoCanSeeQuery {
  table: string;
  column?: string;
  at?: string;
  level?: 'full' | 'partial' | 'unknown';
  search?: string;
  cursor?: string;
  limit?: number;
}

/** What can this one see? Either a team or a principal. @public */
export interface WhatCanSeeQuery {
  team?: string;
  principal?: string;
  at?: string;
  level?: 'full' | 'partial' | 'unknown';
  search?: string;
  cursor?: string;
  limit?: number;
}

/** Why? Either of a team or of a principal. @public */
export interface WhyQuery {
  team?: string;
  principal?: string;
  table: string;
  column?: string;
  at?: string;
}

/** Which stages are looked for; references are entity refs. @public */
export interface StagesQuery {
  team?: string;
  table?: string;
  product?: string[];
  /** Only where they do not agree. */
  differs?: boolean;
  cursor?: string;
  limit?: number;
}

/** Which differences are looked for; references are entity refs. @public */
export interface DriftQuery {
  /** Open ones when absent. */
  status?: Models.DriftStatus;
  cause?: string;
  team?: string;
  table?: string;
  product?: string;
  /** Name of a connected account. */
  account?: string;
  cursor?: string;
  limit?: number;
}

/** Which job runs are looked for; `team` is an entity ref. @public */
export interface JobRunQuery {
  team?: string;
  kind?: Models.JobKind;
  state?: Models.JobState;
  cursor?: string;
  limit?: number;
}

/** Which attestations are looked for; references are entity refs. @public */
export interface AttestationQuery {
  team?: string;
  table?: string;
  verdict?: Models.AttestationVerdict;
  cursor?: string;
  limit?: number;
}

/** Which requests are looked for. @public */
export interface RequestQuery {
  /** Those of the caller's teams, or those that wait for the caller. */
  list?: 'all' | 'mine' | 'toDecide';
  phase?: Models.RequestPhase[];
  team?: string;
  table?: string;
  product?: string;
  person?: string;
  cursor?: string;
  limit?: number;
}

/** Which part of the history is looked for; times are ISO 8601. @public */
export interface HistoryQuery {
  team?: string;
  table?: string;
  product?: string;
  request?: string;
  grant?: string;
  /** Id of an access review; the answers that were given in it. */
  review?: string;
  person?: string;
  type?: string;
  since?: string;
  until?: string;
}

/** @public */
export const sluiceApiRef = createApiRef<SluiceApi>({
  id: 'plugin.sluice.client',
});
