import { Drift, SluiceApi } from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import { canonicalJson } from '../store';

/** Something that was not read, so that there may be more than was found. */
export type NotRead = SluiceApi.DriftList['notRead'][number];

/** A difference, and what became of it. */
export interface StoredDrift {
  drift: Drift;
  status: SluiceApi.DriftStatus;
  firstSeenAt: string;
  lastSeenAt: string;
  goneAt?: string;
  toldTo: string[];
  ignored?: { by: string; at: string; until: string; reason: string };
  repairPlanId?: string;
}

interface FindingRow {
  drift_id: string;
  document: string;
  first_seen_at: string;
  gone_at: string | null;
  last_seen_at: string | null;
  told_to: string;
  ignored_by: string | null;
  ignored_at: string | null;
  ignored_until: string | null;
  ignored_reason: string | null;
  repair_plan_id: string | null;
}

interface CheckRow {
  id: number;
  checked_at: string;
  not_read: string;
}

const THE_CHECK = 1;

const NOT_IGNORED = {
  ignored_by: null,
  ignored_at: null,
  ignored_until: null,
  ignored_reason: null,
};

/**
 * Differences as the checks found them. Whoever writes says from what state on;
 * of several that saw the same one alone succeeds, and tells.
 */
export class DriftStore {
  constructor(private readonly knex: Knex) {}

  /** Newest first. */
  async list(now: Date): Promise<StoredDrift[]> {
    const [rows, checkedAt] = await Promise.all([
      this.findings()
        .orderBy('first_seen_at', 'desc')
        .orderBy('drift_id', 'desc'),
      this.checkedAt(),
    ]);
    return rows.map(row => toStored(row, { now, checkedAt }));
  }

  /** Those that are there, and that nobody ignores. */
  async listOpen(now: Date): Promise<StoredDrift[]> {
    const rows = await this.findings().whereNull('gone_at');
    return rows
      .map(row => toStored(row, { now }))
      .filter(({ status }) => status === 'open');
  }

  async find(id: string, now: Date): Promise<StoredDrift | undefined> {
    const row = await this.findings().where({ drift_id: id }).first();
    return row && toStored(row, { now, checkedAt: await this.checkedAt() });
  }

  async lastCheck(): Promise<
    { checkedAt: string; notRead: NotRead[] } | undefined
  > {
    const row = await this.check();
    return (
      row && { checkedAt: row.checked_at, notRead: JSON.parse(row.not_read) }
    );
  }

  async saveCheck(check: {
    checkedAt: string;
    notRead: NotRead[];
  }): Promise<void> {
    await this.knex<CheckRow>('drift_checks')
      .insert({
        id: THE_CHECK,
        checked_at: check.checkedAt,
        not_read: JSON.stringify(check.notRead),
      })
      .onConflict('id')
      .merge();
  }

  /**
   * Records what is found for the first time, or again after it was gone.
   * @returns false if somebody else did
   */
  async appear(
    tx: Knex.Transaction,
    options: {
      drift: Drift;
      before?: StoredDrift;
      at: string;
      toldTo: string[];
    },
  ): Promise<boolean> {
    const { drift, before, at, toldTo } = options;
    const row: FindingRow = {
      drift_id: drift.id,
      document: canonicalJson(drift),
      first_seen_at: at,
      gone_at: null,
      last_seen_at: null,
      told_to: JSON.stringify(toldTo),
      ...NOT_IGNORED,
      repair_plan_id: null,
    };
    if (before) {
      const written = await tx<FindingRow>('drift_findings')
        .where({ drift_id: drift.id, gone_at: before.goneAt })
        .update(row);
      return written === 1;
    }
    const inserted = await tx<FindingRow>('drift_findings')
      .insert(row)
      .onConflict('drift_id')
      .ignore()
      .returning('drift_id');
    return inserted.length === 1;
  }

  /** @returns false if somebody else recorded it */
  async disappear(
    tx: Knex.Transaction,
    options: { id: string; at: string; lastSeenAt: string },
  ): Promise<boolean> {
    const written = await tx<FindingRow>('drift_findings')
      .where({ drift_id: options.id })
      .whereNull('gone_at')
      .update({ gone_at: options.at, last_seen_at: options.lastSeenAt });
    return written === 1;
  }

  /**
   * Ends ignoring a difference, since its time is over.
   * @returns false if somebody else did
   */
  async resurface(
    tx: Knex.Transaction,
    options: { id: string; until: string; toldTo: string[] },
  ): Promise<boolean> {
    const written = await tx<FindingRow>('drift_findings')
      .where({ drift_id: options.id, ignored_until: options.until })
      .whereNull('gone_at')
      .update({ ...NOT_IGNORED, told_to: JSON.stringify(options.toldTo) });
    return written === 1;
  }

  /** What is still there may be said otherwise now. */
  async restate(drift: Drift): Promise<void> {
    await this.findings()
      .where({ drift_id: drift.id })
      .update({ document: canonicalJson(drift) });
  }

  /** @returns false if it is gone by now */
  async ignore(
    id: string,
    ignored: { by: string; at: string; until: string; reason: string },
  ): Promise<boolean> {
    const written = await this.findings()
      .where({ drift_id: id })
      .whereNull('gone_at')
      .update({
        ignored_by: ignored.by,
        ignored_at: ignored.at,
        ignored_until: ignored.until,
        ignored_reason: ignored.reason,
      });
    return written === 1;
  }

  /** @returns false if it is gone by now */
  async watch(id: string): Promise<boolean> {
    const written = await this.findings()
      .where({ drift_id: id })
      .whereNull('gone_at')
      .update(NOT_IGNORED);
    return written === 1;
  }

  async saveRepairPlan(id: string, planId: string): Promise<void> {
    await this.findings()
      .where({ drift_id: id })
      .update({ repair_plan_id: planId });
  }

  /**
   * Deletes what was gone before then; what is there stays, however old it is.
   * @returns how many
   */
  forgetGoneBefore(time: string): Promise<number> {
    return this.findings().where('gone_at', '<', time).delete();
  }

  private async checkedAt(): Promise<string | undefined> {
    return (await this.check())?.checked_at;
  }

  private check() {
    return this.knex<CheckRow>('drift_checks').where({ id: THE_CHECK }).first();
  }

  private findings() {
    return this.knex<FindingRow>('drift_findings');
  }
}

function toStored(
  row: FindingRow,
  { now, checkedAt }: { now: Date; checkedAt?: string },
): StoredDrift {
  return {
    drift: JSON.parse(row.document),
    status: statusOf(row, now),
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at ?? checkedAt ?? row.first_seen_at,
    ...(row.gone_at && { goneAt: row.gone_at }),
    toldTo: JSON.parse(row.told_to),
    ...(row.ignored_until && {
      ignored: {
        by: row.ignored_by!,
        at: row.ignored_at!,
        until: row.ignored_until,
        reason: row.ignored_reason!,
      },
    }),
    ...(row.repair_plan_id && { repairPlanId: row.repair_plan_id }),
  };
}

/** Ignoring ends by itself, also between two checks. */
function statusOf(row: FindingRow, now: Date): StoredDrift['status'] {
  if (row.gone_at) return 'gone';
  const { ignored_until: until } = row;
  return until && Date.parse(until) > now.getTime() ? 'ignored' : 'open';
}
