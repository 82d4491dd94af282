import { tableEntityRef } from '@sluice/plugin-sluice-common';

/** One grant as the forms of the templates hold it; a form begins empty. */
export interface GrantFormData {
  producerAccount?: string;
  database?: string;
  table?: string;
  columns?: string[];
  allColumns?: boolean;
  rowFilter?: string;
}

/** Entity ref of the grant's table; undefined until one is chosen. */
export function tableRefOf({
  producerAccount,
  database,
  table,
}: GrantFormData): string | undefined {
  if (!producerAccount || !database || !table) return undefined;
  return tableEntityRef(producerAccount, {
    databaseName: database,
    tableName: table,
  });
}
