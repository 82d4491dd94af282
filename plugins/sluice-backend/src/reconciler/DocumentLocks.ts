import { Knex } from 'knex';
import { sha256 } from '../store/digest';

interface LockRow {
  document_key: string;
  document: string;
  holder: string;
  expires_at: number;
}

/**
 * One writer at a time for each document that has many owners, across all
 * backends on one database: AWS has no version to write against for most of
 * them (seed reference 1.3).
 */
export class DocumentLocks {
  private readonly knex: Knex;
  private readonly lifetimeMs: number;
  private readonly now: () => number;

  constructor(options: {
    knex: Knex;
    /** After this long without a renewal the holder is taken to be dead. */
    lifetimeMs: number;
    now?: () => number;
  }) {
    this.knex = options.knex;
    this.lifetimeMs = options.lifetimeMs;
    this.now = options.now ?? Date.now;
  }

  /** @returns whether the holder has the lock now */
  async tryAcquire(document: string, holder: string): Promise<boolean> {
    const row: LockRow = {
      document_key: sha256(document),
      document,
      holder,
      expires_at: this.now() + this.lifetimeMs,
    };
    const taken = await this.locks()
      .where({ document_key: row.document_key })
      .andWhere(free =>
        free.where('holder', holder).orWhere('expires_at', '<=', this.now()),
      )
      .update({ holder, expires_at: row.expires_at });
    if (taken > 0) return true;
    const made = await this.locks()
      .insert(row)
      .onConflict('document_key')
      .ignore()
      .returning('document_key');
    return made.length > 0;
  }

  /** @returns whether the holder still has its lock, which nobody takes from it now */
  async renew(holder: string): Promise<boolean> {
    const renewed = await this.locks()
      .where({ holder })
      .update({ expires_at: this.now() + this.lifetimeMs });
    return renewed > 0;
  }

  async release(document: string, holder: string): Promise<void> {
    await this.locks()
      .where({ document_key: sha256(document), holder })
      .delete();
  }

  private locks() {
    return this.knex<LockRow>('document_locks');
  }
}
