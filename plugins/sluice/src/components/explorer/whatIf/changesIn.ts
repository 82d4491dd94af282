import {
  type HypotheticalChange,
  hypotheticalChangeSchema,
} from '@sluice/plugin-sluice-common';

/** Changes as a link holds them; undefined where they are not understood. */
export function changesIn(
  json: string | undefined,
): HypotheticalChange[] | undefined {
  if (!json) return [];
  let found: unknown;
  try {
    found = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (!Array.isArray(found)) return undefined;
  const changes = found.flatMap(each => {
    const { data } = hypotheticalChangeSchema.safeParse(each);
    return data ? [data] : [];
  });
  // What somebody else tried out is shown whole, or not at all.
  return changes.length === found.length ? changes : undefined;
}
