import makeKnex, { Knex } from 'knex';
import { DeclarationStore } from '../../declarations';
import { createReconciler, ReconcilerOptions } from '../createReconciler';
import { ResourceContexts } from '../ResourceContexts';
import { connectionOver, Network } from './connectionOver';

/** What a backend is told to do, and when it dies. */
export interface BackendJob {
  network: Network;
  database: Knex.Config;
  options: ReconcilerOptions;
  /** It kills itself at an entry of the journal; counted from 1. */
  dieAt?: JournalBoundary;
}

export interface JournalBoundary {
  entry: number;
  when: 'before' | 'after';
}

/** Kills this process before or after an entry is in the journal for good. */
class Deathbed {
  private entries = 0;
  private transaction?: string;
  private isCommitted = false;

  constructor(knex: Knex, private readonly boundary: JournalBoundary) {
    knex.on('query', query => this.onQuery(query));
    knex.on('query-response', (_, query) => this.onResponse(query));
  }

  private onQuery({ sql, __knexTxId: transaction }: Query): void {
    const { entry, when } = this.boundary;
    // No response to COMMIT is told, so what comes next tells that there was one.
    if (this.isCommitted) this.die();
    if (isEntry(sql)) {
      this.entries += 1;
      if (this.entries === entry && when === 'before') this.die();
    }
    this.isCommitted =
      sql.startsWith('COMMIT') && transaction === this.transaction;
  }

  private onResponse({ sql, __knexTxId: transaction }: Query): void {
    if (!isEntry(sql) || this.entries < this.boundary.entry) return;
    if (transaction === undefined) this.die();
    this.transaction = transaction;
  }

  /** To be called when nothing more is to be done. */
  end(): void {
    if (this.isCommitted) this.die();
  }

  private die(): void {
    process.kill(process.pid, 'SIGKILL');
  }
}

interface Query {
  sql: string;
  __knexTxId?: string;
}

function isEntry(sql: string): boolean {
  return /^insert into .change_journal./.test(sql);
}

async function work(job: BackendJob): Promise<void> {
  const knex = makeKnex(job.database);
  const deathbed = job.dieAt && new Deathbed(knex, job.dieAt);
  const log = (message: string, meta?: unknown) =>
    process.stderr.write(`${message} ${meta ?? ''}\n`);
  const logger = {
    error: log,
    warn: log,
    info: () => {},
    debug: () => {},
    child: () => logger,
  };
  const { runner, stop } = createReconciler({
    knex,
    contexts: new ResourceContexts(connectionOver(job.network)),
    declarations: new DeclarationStore(knex),
    onApplied: () => {},
    reviewer: { findings: async () => [], consequences: async () => [] },
    logger,
    options: job.options,
  });
  await runner.poll();
  await runner.idle();
  deathbed?.end();
  await stop();
  await knex.destroy();
  process.disconnect();
}

process.once('message', (job: BackendJob) => {
  work(job).catch(error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  });
});
process.send!('ready');
