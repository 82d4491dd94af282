import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import {
  AccountObservation,
  ObservationDelta,
} from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import { assembleObservation } from './assembleObservation';
import { canonicalJson, sha256 } from './digest';
import { differencesBetween } from './differences';
import { DOCUMENTS_OF_PART, DocumentType, ObservedDocument } from './documents';
import {
  ObservationRun,
  ObservationStore,
  RunSummary,
} from './ObservationStore';
import {
  DocumentRow,
  documentsOf,
  heldAt,
  identityOf,
  RunRow,
  toDocument,
} from './rows';

const migrationsDirectory = resolvePackagePath(
  '@sluice/plugin-sluice-backend',
  'migrations',
);

/** SQLite takes at most 500 rows in one insert and 32 766 values in one statement. */
const CHUNK_SIZE = 400;

type NewDocument = Pick<
  DocumentRow,
  'type' | 'document_key' | 'digest' | 'document'
>;

/** Keeps observations in the plugin's database, SQLite or PostgreSQL. */
export class DatabaseObservationStore implements ObservationStore {
  /** Migrates the database, unless the operator does that. */
  static async create(
    database: DatabaseService,
  ): Promise<DatabaseObservationStore> {
    const knex = await database.getClient();
    if (!database.migrations?.skip) {
      await knex.migrate.latest({ directory: migrationsDirectory });
    }
    return new DatabaseObservationStore(knex);
  }

  private constructor(private readonly knex: Knex) {}

  async saveRun(run: ObservationRun): Promise<{ changed: number }> {
    const accountName = run.account.name;
    const readTypes = run.parts.flatMap(outcome =>
      'documents' in outcome ? DOCUMENTS_OF_PART[outcome.part] : [],
    );
    const documents = run.parts.flatMap(outcome =>
      'documents' in outcome ? outcome.documents.map(toNewDocument) : [],
    );
    const failures = run.parts.flatMap(outcome =>
      'failure' in outcome
        ? [{ part: outcome.part, message: outcome.failure }]
        : [],
    );
    return this.knex.transaction(async tx => {
      const changed = await replaceDocuments(tx, {
        accountName,
        types: readTypes,
        documents,
        at: run.startedAt.toISOString(),
      });
      const previous = await latestRun(tx, accountName);
      const failuresJson = JSON.stringify(failures);
      const partsRead = JSON.stringify(partsReadBy(run, previous));
      const unchanged =
        changed === 0 &&
        previous?.failures === failuresJson &&
        previous.parts_read === partsRead &&
        previous.account_id === run.account.accountId &&
        previous.region === run.account.region;
      await tx<RunRow>('observation_runs').insert({
        account_name: accountName,
        account_id: run.account.accountId,
        region: run.account.region,
        started_at: run.startedAt.toISOString(),
        finished_at: run.finishedAt.toISOString(),
        calls: run.calls,
        failures: failuresJson,
        parts_read: partsRead,
        changed,
        content_revision: unchanged
          ? previous.content_revision
          : `${(previous?.id ?? 0) + 1}-${run.startedAt.toISOString()}`,
      });
      return { changed };
    });
  }

  async listLatestRuns(): Promise<RunSummary[]> {
    const rows = await this.knex<RunRow>('observation_runs').whereIn(
      'id',
      this.knex<RunRow>('observation_runs').max('id').groupBy('account_name'),
    );
    return rows.map(toRunSummary);
  }

  async listRunsAt(moment: Date): Promise<RunSummary[]> {
    const rows = await this.knex<RunRow>('observation_runs').whereIn(
      'id',
      this.knex<RunRow>('observation_runs')
        .where('started_at', '<=', moment.toISOString())
        .max('id')
        .groupBy('account_name'),
    );
    return rows.map(toRunSummary);
  }

  async loadAccount(run: RunSummary): Promise<AccountObservation> {
    return this.assemble(
      run,
      documentsOf(this.knex, run).whereNull('valid_to'),
    );
  }

  async loadAccountAt(run: RunSummary): Promise<AccountObservation> {
    return this.assemble(run, heldAt(documentsOf(this.knex, run), run));
  }

  async loadDifferences(
    from: RunSummary,
    to: RunSummary,
  ): Promise<ObservationDelta | undefined> {
    return differencesBetween(this.knex, from, to);
  }

  private async assemble(
    run: RunSummary,
    query: Knex.QueryBuilder<DocumentRow, any>,
  ): Promise<AccountObservation> {
    const rows: DocumentRow[] = await query
      .orderBy(['type', 'document_key'])
      .select('type', 'document_key', 'document');
    return assembleObservation(run, rows.map(toDocument));
  }
}

function toNewDocument({ type, key, document }: ObservedDocument): NewDocument {
  const json = canonicalJson(document);
  return {
    type,
    document_key: sha256(key),
    digest: sha256(json),
    document: json,
  };
}

/** Ends what is gone or differs, begins what is new; leaves the rest alone. */
async function replaceDocuments(
  tx: Knex.Transaction,
  options: {
    accountName: string;
    types: DocumentType[];
    documents: NewDocument[];
    at: string;
  },
): Promise<number> {
  const { accountName, types, documents, at } = options;
  const current = await tx<DocumentRow>('observed_documents')
    .where({ account_name: accountName })
    .whereNull('valid_to')
    .whereIn('type', types)
    .select('id', 'type', 'document_key', 'digest');
  const currentByIdentity = new Map(current.map(row => [identityOf(row), row]));
  const wanted = new Map(documents.map(row => [identityOf(row), row]));

  const ended = current.filter(
    row => wanted.get(identityOf(row))?.digest !== row.digest,
  );
  const begun = [...wanted.values()].filter(
    row => currentByIdentity.get(identityOf(row))?.digest !== row.digest,
  );
  for (const rows of chunks(ended)) {
    await tx<DocumentRow>('observed_documents')
      .whereIn(
        'id',
        rows.map(row => row.id),
      )
      .update({ valid_to: at });
  }
  for (const rows of chunks(begun)) {
    await tx<DocumentRow>('observed_documents').insert(
      rows.map(row => ({
        ...row,
        account_name: accountName,
        valid_from: at,
        valid_to: null,
      })),
    );
  }
  return new Set([...ended, ...begun].map(identityOf)).size;
}

async function latestRun(
  tx: Knex.Transaction,
  accountName: string,
): Promise<RunRow | undefined> {
  return tx<RunRow>('observation_runs')
    .where({ account_name: accountName })
    .orderBy('id', 'desc')
    .first();
}

function partsReadBy(run: ObservationRun, previous?: RunRow): string[] {
  const before: string[] = previous ? JSON.parse(previous.parts_read) : [];
  return run.parts
    .filter(outcome => 'documents' in outcome || before.includes(outcome.part))
    .map(({ part }) => part);
}

function toRunSummary(row: RunRow): RunSummary {
  return {
    accountName: row.account_name,
    accountId: row.account_id,
    region: row.region,
    observedAt: row.started_at,
    durationMs: Date.parse(row.finished_at) - Date.parse(row.started_at),
    calls: row.calls,
    failures: JSON.parse(row.failures),
    partsRead: JSON.parse(row.parts_read),
    contentRevision: row.content_revision,
  };
}

function* chunks<T>(items: T[]): Generator<T[]> {
  for (let i = 0; i < items.length; i += CHUNK_SIZE) {
    yield items.slice(i, i + CHUNK_SIZE);
  }
}
