import { InputError } from '@backstage/errors';
import {
  DataProductDeclaration,
  TableGrantDeclaration,
} from '@sluice/plugin-sluice-common';

/** Columns as forms give them: an empty list is not the same as all of them. */
interface ChosenColumns {
  columns?: string[];
  allColumns?: boolean;
}

/** A grant as forms give it. */
export type GrantInput = TableGrantDeclaration & ChosenColumns;

/** What an account is to get of a table, as forms give it. */
export type SharedTableInput = Omit<
  DataProductDeclaration['sharedWith'][number],
  'columns'
> &
  ChosenColumns;

/** @throws InputError when neither some columns nor all were asked for, or both */
export function toTableGrant(grant: GrantInput): TableGrantDeclaration {
  return withChosenColumns(grant, `${grant.database}.${grant.table}`);
}

/** @throws InputError when neither some columns nor all were asked for, or both */
export function toSharedTable(
  shared: SharedTableInput,
): DataProductDeclaration['sharedWith'][number] {
  return withChosenColumns(shared, shared.table);
}

/**
 * A form leaves an empty list where nobody chose columns. That must not come to
 * mean all of them, so all of them have to be asked for.
 */
function withChosenColumns<T extends ChosenColumns>(
  { allColumns = false, columns = [], ...rest }: T,
  table: string,
): Omit<T, keyof ChosenColumns> & { columns?: string[] } {
  const some = columns.length > 0;
  if (some === allColumns) {
    throw new InputError(
      `Grant on ${table}: give either the columns to read or allColumns${
        some ? ', not both' : ''
      }`,
    );
  }
  return some ? { ...rest, columns } : rest;
}
