import { parseEntityRef } from '@backstage/catalog-model';
import type { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  type SluiceApi as Models,
  SluiceApiClient,
  type TypedResponse,
} from '@sluice/plugin-sluice-common';
import type { PlanExportFormat, SluiceApi } from './SluiceApi';

/** The REST client of {@link SluiceApi}. */
export class SluiceClient implements SluiceApi {
  private readonly client: SluiceApiClient;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.client = new SluiceApiClient(options);
  }

  getAccessMatrix({
    products,
    cursor,
    limit,
  }: Parameters<SluiceApi['getAccessMatrix']>[0]) {
    return read(
      this.client.getAccessMatrix({
        query: { product: products, cursor, limit },
      }),
    );
  }

  getEffectiveAccess(query: { team: string; table: string }) {
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
}

async function read<T>(response: Promise<TypedResponse<T>>): Promise<T> {
  const answered = await response;
  if (!answered.ok) {
    throw await ResponseError.fromResponse(answered as Response);
  }
  return answered.json();
}
