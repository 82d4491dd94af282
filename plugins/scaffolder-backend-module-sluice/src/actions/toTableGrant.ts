import { InputError } from '@backstage/errors';
import { TableGrantDeclaration } from '@sluice/plugin-sluice-common';

/** A grant as forms give it: an empty list of columns is not the same as all of them. */
export type GrantInput = TableGrantDeclaration & { allColumns?: boolean };

/**
 * A form leaves an empty list where nobody chose columns. That must not come to
 * mean all of them, so all of them have to be asked for.
 *
 * @throws InputError when neither or both were asked for
 */
export function toTableGrant({
  allColumns = false,
  columns = [],
  ...grant
}: GrantInput): TableGrantDeclaration {
  const some = columns.length > 0;
  if (some === allColumns) {
    throw new InputError(
      `Grant on ${grant.database}.${
        grant.table
      }: give either the columns to read or allColumns${
        some ? ', not both' : ''
      }`,
    );
  }
  return some ? { ...grant, columns } : grant;
}
