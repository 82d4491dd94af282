import {
  type HypotheticalChange,
  hypotheticalChangeSchema,
} from '@sluice/plugin-sluice-common';
import { filterOf, withFilter } from './rowFilterOf';

/** What is tried out. */
export interface Tried {
  changes: HypotheticalChange[];
  /** Positions of changes whose row filter a link has left out. */
  lacking: number[];
}

/** What stands for a row filter in a link: its values may be personal data. */
const LEFT_OUT = null;

/** Changes as a link holds them, without the texts of their row filters. */
export function linkOf({ changes, lacking }: Tried): string {
  return JSON.stringify(
    changes.map((change, i) =>
      lacking.includes(i) || filterOf(change) !== undefined
        ? withFilter(change, LEFT_OUT)
        : change,
    ),
  );
}

/** Changes as a link holds them; undefined where they are not understood. */
export function changesIn(json: string | undefined): Tried | undefined {
  if (!json) return { changes: [], lacking: [] };
  let found: unknown;
  try {
    found = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (!Array.isArray(found)) return undefined;
  const lacking = found.flatMap((each, i) =>
    filterOf(each) === LEFT_OUT ? [i] : [],
  );
  const changes = found.flatMap((each, i) => {
    const { data } = hypotheticalChangeSchema.safeParse(
      lacking.includes(i) ? withFilter(each, undefined) : each,
    );
    return data ? [data] : [];
  });
  // What somebody else tried out is shown whole, or not at all.
  return changes.length === found.length ? { changes, lacking } : undefined;
}
