import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { DatabaseObservationStore } from './DatabaseObservationStore';
import {
  DOCUMENTS_OF_PART,
  OBSERVATION_PARTS,
  ObservedDocument,
} from './documents';
import { ObservationRun, PartOutcome } from './ObservationStore';

jest.setTimeout(60_000);

// PostgreSQL runs where `scripts/with-postgres` or the developer names one in the
// environment; no container is started for it.
const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

const account = {
  name: 'healthcare-producer',
  accountId: '111122223333',
  region: 'us-west-2',
  eksClusters: [],
};

function role(name: string, uniqueId = `AROA${name}`): ObservedDocument {
  return {
    type: 'role',
    key: name,
    document: { accountId: account.accountId, arn: name, name, uniqueId },
  };
}

let clock = Date.parse('2026-01-01T00:00:00Z');

function runOf(
  parts: Partial<Record<string, ObservedDocument[] | Error>>,
): ObservationRun {
  clock += 60_000;
  return {
    account,
    startedAt: new Date(clock),
    finishedAt: new Date(clock + 1_500),
    calls: 7,
    parts: OBSERVATION_PARTS.map((part): PartOutcome => {
      const outcome = parts[part] ?? [];
      return outcome instanceof Error
        ? { part, failure: outcome.message }
        : { part, documents: outcome };
    }),
  };
}

async function history(knex: Knex) {
  const rows = await knex('observed_documents').orderBy('id');
  return rows.map(row => ({
    name: JSON.parse(row.document).name,
    uniqueId: JSON.parse(row.document).uniqueId,
    from: row.valid_from,
    to: row.valid_to,
  }));
}

describe.each(databases.eachSupportedId())('on %s', databaseId => {
  let knex: Knex;
  let store: DatabaseObservationStore;

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    store = await DatabaseObservationStore.create(
      mockServices.database({ knex }),
    );
  });

  const latest = async () => (await store.listLatestRuns())[0];

  it('knows nothing at first', async () => {
    await expect(store.listLatestRuns()).resolves.toEqual([]);
  });

  it('gives back what was saved', async () => {
    const run = runOf({ roles: [role('one'), role('two')] });
    await expect(store.saveRun(run)).resolves.toEqual({ changed: 2 });

    const summary = await latest();
    expect(summary).toEqual({
      accountName: 'healthcare-producer',
      accountId: '111122223333',
      region: 'us-west-2',
      observedAt: run.startedAt.toISOString(),
      durationMs: 1_500,
      calls: 7,
      failures: [],
      partsRead: OBSERVATION_PARTS,
      contentRevision: expect.any(String),
    });
    const observation = await store.loadAccount(summary);
    expect(observation.observedAt).toBe(run.startedAt.toISOString());
    expect(observation.roles.map(({ name }) => name).sort()).toEqual([
      'one',
      'two',
    ]);
  });

  it('writes no document and keeps the revision when nothing differs', async () => {
    await store.saveRun(runOf({ roles: [role('one'), role('two')] }));
    const before = await latest();
    const documents = await knex('observed_documents').orderBy('id');

    const again = runOf({ roles: [role('two'), role('one')] });
    await expect(store.saveRun(again)).resolves.toEqual({ changed: 0 });

    const after = await latest();
    expect(after.contentRevision).toBe(before.contentRevision);
    expect(after.observedAt).toBe(again.startedAt.toISOString());
    await expect(knex('observed_documents').orderBy('id')).resolves.toEqual(
      documents,
    );
    await expect(knex('observation_runs')).resolves.toHaveLength(2);
  });

  it('keeps the history of what differs, appears and goes', async () => {
    const first = runOf({ roles: [role('kept'), role('made-anew', 'A')] });
    await store.saveRun(first);
    const before = await latest();
    const second = runOf({ roles: [role('made-anew', 'B'), role('new')] });
    await expect(store.saveRun(second)).resolves.toEqual({ changed: 3 });

    const [one, two] = [first, second].map(run => run.startedAt.toISOString());
    expect(await history(knex)).toEqual([
      { name: 'kept', uniqueId: 'AROAkept', from: one, to: two },
      { name: 'made-anew', uniqueId: 'A', from: one, to: two },
      { name: 'made-anew', uniqueId: 'B', from: two, to: null },
      { name: 'new', uniqueId: 'AROAnew', from: two, to: null },
    ]);
    expect((await latest()).contentRevision).not.toBe(before.contentRevision);
  });

  it('ends nothing of a part that failed, and says that it failed', async () => {
    await store.saveRun(runOf({ roles: [role('one')] }));
    const before = await latest();
    const failed = runOf({ roles: new Error('AccessDenied: no.') });
    await expect(store.saveRun(failed)).resolves.toEqual({ changed: 0 });

    const summary = await latest();
    expect(summary.failures).toEqual([
      { part: 'roles', message: 'AccessDenied: no.' },
    ]);
    expect(summary.contentRevision).not.toBe(before.contentRevision);
    const observation = await store.loadAccount(summary);
    expect(observation.roles).toHaveLength(1);
    expect(observation.failures).toEqual(summary.failures);
  });

  it('remembers which parts were read once', async () => {
    const denied = new Error('AccessDenied: no.');
    const { roles: _, ...others } = DOCUMENTS_OF_PART;
    await store.saveRun(runOf({ roles: denied }));
    expect((await latest()).partsRead).toEqual(Object.keys(others));
    await store.saveRun(runOf({}));
    await store.saveRun(runOf({ roles: denied }));
    expect((await latest()).partsRead).toEqual(OBSERVATION_PARTS);
  });

  it('keeps accounts apart', async () => {
    await store.saveRun(runOf({ roles: [role('one')] }));
    const other = runOf({ roles: [role('one')] });
    await store.saveRun({
      ...other,
      account: { ...account, name: 'consumer', accountId: '444455556666' },
    });
    const runs = await store.listLatestRuns();
    expect(runs.map(run => run.accountName).sort()).toEqual([
      'consumer',
      'healthcare-producer',
    ]);
    const observations = await Promise.all(
      runs.map(run => store.loadAccount(run)),
    );
    expect(observations.map(({ roles }) => roles.length)).toEqual([1, 1]);
  });

  it('saves 20 000 documents in seconds, and checks them again faster', async () => {
    const roles = Array.from({ length: 20_000 }, (_, i) => role(`role-${i}`));
    const started = performance.now();
    await expect(store.saveRun(runOf({ roles }))).resolves.toEqual({
      changed: 20_000,
    });
    await expect(store.saveRun(runOf({ roles }))).resolves.toEqual({
      changed: 0,
    });
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it('refuses a second current version of one thing', async () => {
    await store.saveRun(runOf({ roles: [role('one')] }));
    const [{ id, ...row }] = await knex('observed_documents');
    // The driver's error is of another realm, which `rejects.toThrow` does not know.
    const outcome = await knex('observed_documents')
      .insert(row)
      .then(() => 'inserted', String);
    expect(outcome).toMatch(/unique/i);
  });
});
