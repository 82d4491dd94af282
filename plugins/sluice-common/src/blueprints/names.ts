import { BlueprintError } from './facts';

/** Lake Formation takes no longer ones. */
const MAX_FILTER_NAME_LENGTH = 255;

type Named = { table: string; filterName?: string };

/**
 * Name of the data cells filter of a grant: as declared, or made from the table
 * and whom it is for.
 *
 * @throws BlueprintError when the name that it would get is too long
 */
export function filterNameOf(
  { table, filterName }: Named,
  grantee: string,
): string {
  if (filterName) return filterName;
  const name = `${table}_for_${grantee
    .toLocaleLowerCase('en-US')
    .replace(/[^a-z0-9_-]/g, '_')}`;
  if (name.length > MAX_FILTER_NAME_LENGTH) {
    throw new BlueprintError(
      `The data cells filter of ${table} for ${grantee} would have a name of ${name.length} characters, more than Lake Formation's ${MAX_FILTER_NAME_LENGTH}. Give the grant a filterName first.`,
    );
  }
  return name;
}

export function linkNameOf({
  table,
  linkName,
}: {
  table: string;
  linkName?: string;
}): string {
  return linkName ?? `rl_${table}`;
}

/** Whether a grant is of a part of its table, and so needs a data cells filter. */
export function isPart({
  columns,
  rowFilter,
}: {
  columns?: string[];
  rowFilter?: string;
}): boolean {
  return columns !== undefined || rowFilter !== undefined;
}
