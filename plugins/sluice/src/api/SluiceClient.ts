import { parseEntityRef } from '@backstage/catalog-model';
import type { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  type SluiceApi as Models,
  SluiceApiClient,
  type TypedResponse,
} from '@sluice/plugin-sluice-common';
import type { PlanExportFormat, RequestQuery, SluiceApi } from './SluiceApi';

/** The REST client of {@link SluiceApi}. */
export class SluiceClient implements SluiceApi {
  private readonly client: SluiceApiClient;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.client = new SluiceApiClient(options);
  }

  getAccessMatrix({
    products,
    at,
    cursor,
    limit,
  }: Parameters<SluiceApi['getAccessMatrix']>[0]) {
    return read(
      this.client.getAccessMatrix({
        query: { product: products, at, cursor, limit },
      }),
    );
  }

  getEffectiveAccess(query: Parameters<SluiceApi['getEffectiveAccess']>[0]) {
    return read(this.client.getEffectiveAccess({ query }));
  }

  getTeamAccess(teamRef: string) {
    return read(this.client.getTeamAccess({ path: parseEntityRef(teamRef) }));
  }

  getTable(tableRef: string) {
    return read(this.client.getTable({ path: parseEntityRef(tableRef) }));
  }

  getMyAccess() {
    return read(this.client.getMyAccess({}));
  }

  async getAccounts() {
    return (await read(this.client.getAccounts({}))).items;
  }

  startObservation(accountName?: string) {
    return read(this.client.startObservation({ body: { accountName } }));
  }

  createPlan(body: Models.CreatePlanRequest) {
    return read(this.client.createPlan({ body }));
  }

  getPlan(planId: string) {
    return read(this.client.getPlan({ path: { planId } }));
  }

  exportPlan(planId: string, format: PlanExportFormat) {
    return read(
      this.client.exportPlan({ path: { planId }, query: { format } }),
    );
  }

  createChange(body: Models.CreateChangeRequest) {
    return read(this.client.createChange({ body }));
  }

  getChanges(query: Parameters<SluiceApi['getChanges']>[0]) {
    return read(this.client.getChanges({ query }));
  }

  getChange(changeId: string) {
    return read(this.client.getChange({ path: { changeId } }));
  }

  resumeChange(changeId: string) {
    return read(this.client.resumeChange({ path: { changeId } }));
  }

  cancelChange(changeId: string) {
    return read(this.client.cancelChange({ path: { changeId } }));
  }

  createUndoPlan(changeId: string) {
    return read(this.client.createUndoPlan({ path: { changeId } }));
  }

  getTeamReadiness(teamRef: string) {
    return read(
      this.client.getTeamReadiness({ path: parseEntityRef(teamRef) }),
    );
  }

  getAccount(accountName: string) {
    return read(this.client.getAccount({ path: { accountName } }));
  }

  answerInvitation(accountName: string, body: Models.AnswerInvitationRequest) {
    return read(this.client.answerInvitation({ path: { accountName }, body }));
  }

  async getSetUpRules() {
    return (await read(this.client.getSetUpRules({}))).items;
  }

  getRequestPolicy() {
    return read(this.client.getRequestPolicy({}));
  }

  checkTerms(body: Models.CheckTermsRequest) {
    return read(this.client.checkTerms({ body }));
  }

  checkRequest(requestId: string) {
    return read(this.client.checkRequest({ path: { requestId } }));
  }

  createRequest(body: Models.RequestDraft) {
    return read(this.client.createRequest({ body }));
  }

  getRequests(query: RequestQuery) {
    return read(this.client.getRequests({ query }));
  }

  getRequest(requestId: string) {
    return read(this.client.getRequest({ path: { requestId } }));
  }

  editRequest(requestId: string, body: Models.RequestEdit) {
    return read(this.client.editRequest({ path: { requestId }, body }));
  }

  submitRequest(requestId: string, revision: number) {
    return read(
      this.client.submitRequest({ path: { requestId }, body: { revision } }),
    );
  }

  withdrawRequest(requestId: string, body: Models.RequestReason) {
    return read(this.client.withdrawRequest({ path: { requestId }, body }));
  }

  approveRequest(requestId: string, body: Models.RequestApproval) {
    return read(this.client.approveRequest({ path: { requestId }, body }));
  }

  denyRequest(requestId: string, body: Models.RequestReason) {
    return read(this.client.denyRequest({ path: { requestId }, body }));
  }

  reduceRequest(requestId: string, body: Models.RequestReduction) {
    return read(this.client.reduceRequest({ path: { requestId }, body }));
  }

  revokeRequest(requestId: string, body: Models.RequestReason) {
    return read(this.client.revokeRequest({ path: { requestId }, body }));
  }

  resumeRequest(requestId: string, revision: number) {
    return read(
      this.client.resumeRequest({ path: { requestId }, body: { revision } }),
    );
  }

  async getDelegations() {
    return (await read(this.client.getDelegations({}))).items;
  }

  createDelegation(body: Models.CreateDelegationRequest) {
    return read(this.client.createDelegation({ body }));
  }

  endDelegation(delegationId: string) {
    return read(this.client.endDelegation({ path: { delegationId } }));
  }

  getReviews(query: { cursor?: string; limit?: number }) {
    return read(this.client.getReviews({ query }));
  }

  startReview(body: Models.StartReviewRequest) {
    return read(this.client.startReview({ body }));
  }

  getReview(reviewId: string) {
    return read(this.client.getReview({ path: { reviewId } }));
  }

  answerReview(reviewId: string, body: Models.AnswerReviewRequest) {
    return read(this.client.answerReview({ path: { reviewId }, body }));
  }

  getHistory(query: Parameters<SluiceApi['getHistory']>[0]) {
    return read(this.client.getHistory({ query }));
  }

  exportHistory(query: Parameters<SluiceApi['exportHistory']>[0]) {
    return read(this.client.exportHistory({ query }));
  }

  getWhoCanSee(query: Parameters<SluiceApi['getWhoCanSee']>[0]) {
    return read(this.client.getWhoCanSee({ query }));
  }

  findWhoCanSeeRow(body: Models.FindWhoCanSeeRowRequest) {
    return read(this.client.findWhoCanSeeRow({ body }));
  }

  getWhatCanSee(query: Parameters<SluiceApi['getWhatCanSee']>[0]) {
    return read(this.client.getWhatCanSee({ query }));
  }

  getWhy(query: Parameters<SluiceApi['getWhy']>[0]) {
    return read(this.client.getWhy({ query }));
  }

  exportAnswers(query: Parameters<SluiceApi['exportAnswers']>[0]) {
    return read(this.client.exportAnswers({ query }));
  }

  getBypassFindings(query: Parameters<SluiceApi['getBypassFindings']>[0]) {
    return read(this.client.getBypassFindings({ query }));
  }

  async getPrincipals(query: Parameters<SluiceApi['getPrincipals']>[0]) {
    return (await read(this.client.getPrincipals({ query }))).items;
  }

  askWhatIf(body: Models.AskWhatIfRequest) {
    return read(this.client.askWhatIf({ body }));
  }

  getStages(query: Parameters<SluiceApi['getStages']>[0]) {
    return read(this.client.getStages({ query }));
  }

  getDrift(query: Parameters<SluiceApi['getDrift']>[0]) {
    return read(this.client.getDrift({ query }));
  }

  getDriftItem(driftId: string) {
    return read(this.client.getDriftItem({ path: { driftId } }));
  }

  repairDrift(driftId: string, body: Models.RepairDriftRequest) {
    return read(this.client.repairDrift({ path: { driftId }, body }));
  }

  ignoreDrift(driftId: string, body: Models.IgnoreDriftRequest) {
    return read(this.client.ignoreDrift({ path: { driftId }, body }));
  }

  watchDrift(driftId: string) {
    return read(this.client.watchDrift({ path: { driftId }, body: {} }));
  }

  estimatePreview(query: Parameters<SluiceApi['estimatePreview']>[0]) {
    return read(this.client.estimatePreview({ query }));
  }

  createPreview(body: Models.CreatePreviewRequest) {
    return read(this.client.createPreview({ body }));
  }

  getJobOptions(team: string) {
    return read(this.client.getJobOptions({ query: { team } }));
  }

  checkJob(body: Models.JobDraft) {
    return read(this.client.checkJob({ body }));
  }

  createJobRun(body: Models.JobDraft) {
    return read(this.client.createJobRun({ body }));
  }

  getJobRuns(query: Parameters<SluiceApi['getJobRuns']>[0]) {
    return read(this.client.getJobRuns({ query }));
  }

  getJobRun(jobRunId: string) {
    return read(this.client.getJobRun({ path: { jobRunId } }));
  }

  cancelJobRun(jobRunId: string) {
    return read(this.client.cancelJobRun({ path: { jobRunId }, body: {} }));
  }

  getJobLog(request: Parameters<SluiceApi['getJobLog']>[0]) {
    const { jobRunId, stream, ...query } = request;
    return read(this.client.getJobLog({ path: { jobRunId, stream }, query }));
  }

  getAttestations(query: Parameters<SluiceApi['getAttestations']>[0]) {
    return read(this.client.getAttestations({ query }));
  }

  getAttestation(attestationId: string) {
    return read(this.client.getAttestation({ path: { attestationId } }));
  }
}

async function read<T>(response: Promise<TypedResponse<T>>): Promise<T> {
  const answered = await response;
  if (!answered.ok) {
    throw await ResponseError.fromResponse(answered as Response);
  }
  return answered.json();
}
