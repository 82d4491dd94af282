import {
  ExpectationsDocument,
  ObservationsDocument,
  TableExpectation,
  TableObservation,
} from '@sluice/plugin-sluice-common';
import { randomUUID } from 'node:crypto';
import { RunResultReader, StoredJobRun } from '../../jobs/types';
import { sha256 } from '../../store';
import { expectationsText } from '../observations';

const ENDED = '2026-07-01T12:00:00.000Z';

/** A verification that has ended, as jobs keep it. */
export function verification(
  team: string,
  expectations: TableExpectation[],
  change: Partial<StoredJobRun> = {},
): StoredJobRun {
  const id = randomUUID();
  return {
    id,
    team,
    kind: 'verification',
    name: 'verify_access',
    state: 'COMPLETED',
    requestKey: id,
    requestedBy: 'user:default/lena',
    requestedAt: ENDED,
    finishedAt: ENDED,
    origin: 'person',
    script: { name: 'verify_access.py', sha256: 'f00d' },
    arguments: [],
    profile: 'seed',
    resources: {
      driverCores: 1,
      driverMemoryGb: 4,
      executorCores: 1,
      executorMemoryGb: 4,
      maxExecutors: 2,
    },
    releaseLabel: 'emr-7.7.0-latest',
    accountName: 'healthcare-consumer',
    roleArn: 'arn:aws:iam::444455556666:role/team',
    emrJobRunId: '000000035abcdefghij',
    logUri: 's3://logs/team',
    expectations,
    ...change,
  };
}

/**
 * What verify_access.py writes where all is as expected, with what is otherwise:
 * of tables by their names, of the document by its members.
 */
export function written(
  run: StoredJobRun,
  tables: Record<string, Partial<TableObservation>> = {},
  document: Partial<ObservationsDocument> & Record<string, unknown> = {},
): string {
  const told: ExpectationsDocument = JSON.parse(expectationsText(run));
  return JSON.stringify({
    version: 1,
    runId: run.id,
    team: run.team,
    engine: 'Spark 3.5.3',
    startedAt: '2026-07-01T11:58:00Z',
    finishedAt: '2026-07-01T11:59:00Z',
    expectationsSha256: sha256(expectationsText(run)),
    tables: told.tables.map(table => ({
      ...(table.access === 'denied'
        ? { name: table.name, outcome: 'denied' }
        : {
            name: table.name,
            outcome: 'read',
            columns: table.columns,
            rows:
              run.expectations?.find(({ name }) => name === table.name)?.rows ??
              8,
            ...(table.rowFilter && { rowsOutside: 0 }),
          }),
      ...tables[table.name],
    })),
    ...document,
  });
}

/** Where a run left its result: as an object, as a line of its log, or not at all. */
export function left(
  result: { object?: string; line?: string } = {},
): RunResultReader {
  return {
    attestationObject: async () => result.object,
    lastLineWith: async mark =>
      result.line === undefined ? undefined : `${mark}${result.line}`,
  };
}
