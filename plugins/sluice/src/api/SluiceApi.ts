import { createApiRef } from '@backstage/frontend-plugin-api';
import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';

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
}

/** @public */
export const sluiceApiRef = createApiRef<SluiceApi>({
  id: 'plugin.sluice.client',
});
