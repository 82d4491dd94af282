import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  ATTESTATION_MARK,
  TableExpectation,
} from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import { RunResultReader, StoredJobRun } from '../jobs/types';
import { DatabaseObservationStore, sha256 } from '../store';
import { AttestationCollector } from './AttestationCollector';
import { AttestationStore } from './AttestationStore';
import { left, verification, written } from './__testUtils__/verification';

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});
const TEAM = 'group:default/patients-care';
const NAME = 'consumer_healthcare_db.rl_patients';
const PATIENTS: TableExpectation = {
  table: {
    region: 'us-west-2',
    catalogId: '111122223333',
    databaseName: 'healthcare_db',
    tableName: 'patients',
  },
  tableEntityRef: 'resource:healthcare-producer/healthcare_db.patients',
  name: NAME,
  access: 'readable',
  columns: ['patient_id', 'state'],
  rowFilter: "state in ('Texas', 'New York')",
  basis: 'declared',
  revision: 'r1',
};

describe.each(databases.eachSupportedId())('AttestationCollector on %s', id => {
  let knex: Knex;
  let store: AttestationStore;
  let now: Date;
  const events: object[] = [];
  beforeAll(async () => {
    knex = await databases.init(id);
    await DatabaseObservationStore.create(mockServices.database({ knex }));
    store = new AttestationStore(knex);
  });
  beforeEach(() => {
    now = new Date('2026-07-01T12:10:00.000Z');
    events.length = 0;
  });

  /** Each as another backend has it. */
  const collector = () =>
    new AttestationCollector({
      knex,
      store: new AttestationStore(knex),
      auditor: mockServices.auditor.mock({
        createEvent: async ({ eventId, meta }) => {
          events.push({ eventId, ...meta });
          return { success: async () => {}, fail: async () => {} };
        },
      }),
      clock: { now: () => now },
      onAttested: () => {},
    });
  const collect = async (run: StoredJobRun, result: RunResultReader) => {
    const made = await collector().collect(run, result);
    return made && (await store.get(made.id)).document;
  };
  const ended = (change?: Partial<StoredJobRun>) =>
    verification(TEAM, [PATIENTS], change);

  it('keeps what was seen, once, with its hash and an audit event', async () => {
    const run = ended();
    const result = left({ object: written(run) });
    const made = await Promise.all([
      collector().collect(run, result),
      collector().collect(run, result),
    ]);
    made.push(await collector().collect(run, left()));
    expect(new Set(made.map(each => each!.id)).size).toBe(1);
    const { document, contentHash, intact } = await store.get(made[0]!.id);
    expect(document).toMatchObject({
      verdict: 'agrees',
      runId: run.id,
      team: TEAM,
      observations: { engine: 'Spark 3.5.3' },
    });
    expect(intact).toBe(true);
    expect(events).toEqual([
      expect.objectContaining({
        eventId: 'attestation-made',
        runId: run.id,
        verdict: 'agrees',
        contentHash,
      }),
    ]);
  });

  it('takes the line of the log where there is no object, and the object before it', async () => {
    const run = ended();
    expect(await collect(run, left({ line: written(run) }))).toMatchObject({
      verdict: 'agrees',
    });
    const other = ended();
    const denied = written(other, { [NAME]: { outcome: 'denied' } });
    expect(
      await collect(other, left({ object: denied, line: written(other) })),
    ).toMatchObject({ verdict: 'differs' });
  });

  const told = (run: StoredJobRun, change: Record<string, unknown>) =>
    written(run, {}, change);
  const table = (run: StoredJobRun, change: object) =>
    written(run, { [NAME]: change });
  it.each<[string, (run: StoredJobRun) => string, string]>([
    ['no JSON', () => '{"version": 1,', 'the document is not as'],
    ['another shape', () => '[]', 'the document is not as'],
    [
      'another run',
      run => told(run, { runId: 'run-0' }),
      'it is of another run',
    ],
    [
      'another team',
      run => told(run, { team: 'group:default/other' }),
      'it is of another team',
    ],
    [
      'other expectations',
      run => told(run, { expectationsSha256: sha256('{}') }),
      'it answers other expectations',
    ],
    [
      'values that are nobody’s to see',
      run =>
        table(run, {
          groups: [{ value: 'Ohio', rows: 8 }],
        }),
      'values that the row filter does not name',
    ],
    [
      'more members than there are',
      run => told(run, { sample: [['Ada', '000-00-0000']] }),
      'the document is not as',
    ],
    [
      'rows that were not counted',
      run => table(run, { rows: -1 }),
      'tables.0.rows is not as',
    ],
    [
      'numbers that contradict',
      run => table(run, { rows: 4, rowsOutside: 8 }),
      'contradict each other',
    ],
    [
      'groups that are not all rows',
      run => table(run, { groups: [{ value: 'Texas', rows: 4 }] }),
      'contradict each other',
    ],
    [
      'a table twice',
      run =>
        told(run, {
          tables: [
            { name: NAME, outcome: 'denied' },
            { name: NAME, outcome: 'absent' },
          ],
        }),
      'two things of one table',
    ],
    [
      'a table that was not asked about',
      run => told(run, { tables: [{ name: 'a.b', outcome: 'denied' }] }),
      'a table that was not asked about',
    ],
    [
      'too much',
      () => ' '.repeat(5 * 1024 * 1024),
      'more than 4194304 characters',
    ],
  ])('proves nothing by %s', async (_, text, why) => {
    const run = ended();
    const document = await collect(run, left({ object: text(run) }));
    expect(document).toMatchObject({
      verdict: 'unproved',
      text: expect.stringContaining(why),
    });
    expect(document!.observations).toBeUndefined();
    expect(JSON.stringify(document)).not.toMatch(/Ohio|000-00-0000/);
  });

  it('waits a while for what EMR has not written yet', async () => {
    const run = ended({ finishedAt: '2026-07-01T12:09:30.000Z' });
    expect(await collector().collect(run, left())).toBeUndefined();
    now = new Date('2026-07-01T12:12:00.000Z');
    expect(await collect(run, left())).toMatchObject({
      verdict: 'unproved',
      text: 'Nothing is proved: the run completed without writing what it saw. Read its log, and verify again.',
    });
  });

  it.each<[Partial<StoredJobRun>, string]>([
    [{ state: 'CANCELLED' }, 'was cancelled'],
    [
      { state: 'FAILED', failureReason: 'USER_ERROR', stateDetails: 'oom.' },
      'failed before it wrote what it saw (oom)',
    ],
    [
      {
        state: 'REFUSED',
        emrJobRunId: undefined,
        finishedAt: undefined,
        requestedAt: '2026-07-01T12:10:00.000Z',
      },
      'EMR did not take the run',
    ],
  ])('says why a run with %j has shown nothing', async (change, why) => {
    expect(await collect(ended(change), left())).toMatchObject({
      verdict: 'unproved',
      text: expect.stringContaining(why),
      tables: [{ verdict: 'unproved' }],
    });
  });

  it('believes what a failed run wrote before: it fails because something differs', async () => {
    const run = ended({ state: 'FAILED' });
    const object = table(run, { rows: 12, rowsOutside: 4 });
    expect(await collect(run, left({ object }))).toMatchObject({
      verdict: 'differs',
    });
  });

  it('proves nothing by what was changed after it was stored', async () => {
    const run = ended({ team: 'group:default/tampered' });
    const made = await collector().collect(
      run,
      left({ object: table(run, { rows: 12, rowsOutside: 4 }) }),
    );
    for (const column of ['attestations', 'attested_tables']) {
      const row = await knex(column)
        .where({ attestation_id: made!.id })
        .first('document');
      await knex(column)
        .where({ attestation_id: made!.id })
        .update({ document: row.document.replaceAll('differs', 'agrees') });
    }
    const { intact, document } = await store.get(made!.id);
    expect(intact).toBe(false);
    expect(document).toMatchObject({ verdict: 'unproved', tables: [] });
    const latest = await new AttestationStore(knex).latestTables();
    expect(
      latest.find(each => each.attestationId === made!.id)?.judged.verdict,
    ).toBe('unproved');
  });

  it('reads the mark of a line', async () => {
    const run = ended();
    const line: RunResultReader = {
      attestationObject: async () => undefined,
      lastLineWith: async mark =>
        mark === ATTESTATION_MARK ? `${mark}${written(run)}` : undefined,
    };
    expect(await collect(run, line)).toMatchObject({ verdict: 'agrees' });
  });
});
