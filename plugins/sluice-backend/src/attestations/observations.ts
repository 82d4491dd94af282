import {
  ATTESTATION_MARK,
  expectationsDocument,
  ObservationsDocument,
} from '@sluice/plugin-sluice-common';
import { z } from 'zod';
import { StoredJobRun } from '../jobs/types';
import { sha256 } from '../store';

/** More than a verification of some thousand tables writes. */
const MAX_CHARACTERS = 4 * 1024 * 1024;

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const name = z.string().min(1).max(1024);
const table = z.strictObject({
  name,
  outcome: z.enum(['read', 'denied', 'absent', 'error']),
  // 300 of Python's characters, each of which may be two of ours.
  error: z.string().max(600).optional(),
  columns: z.array(name).max(5_000).optional(),
  rows: count.optional(),
  rowsOutside: count.optional(),
  groups: z
    .array(
      z.strictObject({ value: z.string().max(2_048).optional(), rows: count }),
    )
    .max(51)
    .optional(),
});
const observations = z.strictObject({
  version: z.literal(1),
  runId: z.string(),
  team: z.string(),
  engine: z.string().min(1).max(100),
  startedAt: z.iso.datetime({ offset: true }),
  finishedAt: z.iso.datetime({ offset: true }),
  expectationsSha256: z.string(),
  tables: z.array(table).max(10_000),
});

/** What a run is told, as the text that its digest is of. */
export function expectationsText(run: StoredJobRun): string {
  return JSON.stringify(
    expectationsDocument(run.id, run.team, run.expectations ?? []),
  );
}

/**
 * Reads what a verification wrote. Others can write to the place, so nothing is
 * believed that does not answer what this run was asked; and no value that the
 * row filters do not name is let in.
 *
 * @returns the observations, or in a whole sentence why they do not count
 */
export function readObservations(
  text: string,
  run: StoredJobRun,
): { observations: ObservationsDocument } | { problem: string } {
  const problem = (why: string) => ({
    problem: `What the run wrote does not count: ${why}. Read its log, and verify again.`,
  });
  if (text.length > MAX_CHARACTERS) {
    return problem(`it has more than ${MAX_CHARACTERS} characters`);
  }
  const json = text.startsWith(ATTESTATION_MARK)
    ? text.slice(ATTESTATION_MARK.length)
    : text;
  const parsed = observations.safeParse(jsonOf(json));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue.path.join('.') || 'the document';
    return problem(`${place} is not as verify_access.py writes it`);
  }
  const { data } = parsed;
  if (data.runId !== run.id) return problem('it is of another run');
  if (data.team !== run.team) return problem('it is of another team');
  if (data.expectationsSha256 !== sha256(expectationsText(run))) {
    return problem('it answers other expectations than the run was given');
  }
  const contradiction = contradictionOf(data, run);
  return contradiction ? problem(contradiction) : { observations: data };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function contradictionOf(
  { tables }: ObservationsDocument,
  run: StoredJobRun,
): string | undefined {
  const asked = new Map(
    expectationsDocument(run.id, run.team, run.expectations ?? []).tables.map(
      each => [each.name, each],
    ),
  );
  if (new Set(tables.map(each => each.name)).size !== tables.length) {
    return 'it says two things of one table';
  }
  for (const { name: each, rows, rowsOutside, groups = [] } of tables) {
    const expected = asked.get(each);
    if (!expected) return 'it is about a table that was not asked about';
    const values = new Set(expected.groups?.values);
    if (groups.some(({ value }) => value !== undefined && !values.has(value))) {
      return `of ${each} it has values that the row filter does not name`;
    }
    const counted = groups.reduce((sum, group) => sum + group.rows, 0);
    if (
      (rowsOutside ?? 0) > (rows ?? rowsOutside ?? 0) ||
      (groups.length > 0 && counted !== rows)
    ) {
      return `its numbers of rows of ${each} contradict each other`;
    }
  }
  return undefined;
}
