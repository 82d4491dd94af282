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
    cursor?: string;
    limit?: number;
  }): Promise<Models.AccessMatrix>;
  getEffectiveAccess(request: {
    team: string;
    table: string;
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
}

/** @public */
export const sluiceApiRef = createApiRef<SluiceApi>({
  id: 'plugin.sluice.client',
});
