import type { SluiceApi } from '@sluice/plugin-sluice-common';

/** What somebody is about to ask for. */
export type AskedAccess =
  | {
      kind: 'new';
      /** Entity ref of the team that would read; to be chosen when absent. */
      team?: string;
      /** Entity refs of the tables that are asked for to begin with. */
      tables: string[];
      /** Entity refs of tables that lie at hand as well. */
      offered?: string[];
    }
  /** Other columns, rows or time: a request that takes the place of this one. */
  | { kind: 'change'; request: SluiceApi.AccessRequest }
  /** One that nobody has agreed to yet. */
  | { kind: 'edit'; request: SluiceApi.AccessRequest };

/** What the form is called, for its heading. */
export function titleOf(asked: AskedAccess): string {
  switch (asked.kind) {
    case 'new':
      return 'Request access';
    case 'change':
      return 'Request a change of access';
    default:
      return 'Edit the request';
  }
}

/** Entity refs of the tables that have to be known before the form can be filled in. */
export function tablesOf(asked: AskedAccess): string[] {
  return asked.kind === 'new'
    ? asked.tables
    : asked.request.terms.tables.map(({ table }) => table);
}
