import { ConflictError, NotFoundError } from '@backstage/errors';
import { StartJobRunRequest, SluiceApi } from '@sluice/plugin-sluice-common';
import { randomUUID } from 'crypto';
import { Knex } from 'knex';
import { StoredJobRun } from './types';

/** A run with what only this room needs of it. */
export interface KeptJobRun {
  run: StoredJobRun;
  /** SHA-256 of what was asked for: the same key asks for the same. */
  draftDigest: string;
  /** Until EMR has the run: what it is to be given, the same at every attempt. */
  pending?: {
    request: StartJobRunRequest;
    script: { text: string; bucket: string; key: string };
    /** Whether EMR may have it already, since an attempt did not come back. */
    attempted: boolean;
  };
  /** Attempts at the next thing that failed, one after the other. */
  failures: number;
  /** Whole sentence: why the run cannot be followed now. */
  trouble?: string;
  /** ISO 8601 of the computer's clock: pauses grow with the time since then. */
  changedAt: string;
}

/** A run that somebody works on. */
export interface HeldJobRun extends KeptJobRun {
  /** Whoever has this one may write; another is given with each taking. */
  lease: string;
}

/** Where the next page of a list begins. */
export interface JobRunPosition {
  requestedAt: string;
  id: string;
}

interface JobRunRow {
  run_id: string;
  team_ref: string;
  request_key: string;
  kind: string;
  state: SluiceApi.JobState;
  document: string;
  requested_at: string;
  finished_at: string | null;
  collected_at: string | null;
  due_at: string | null;
  leased_by: string | null;
  leased_until: string | null;
}

/** States in which a run takes, or may yet take, room on the cluster. */
const UNDER_WAY: SluiceApi.JobState[] = [
  'SUBMITTING',
  'PENDING',
  'SUBMITTED',
  'RUNNING',
  'CANCEL_PENDING',
];

/**
 * Keeps runs. Whoever works on one holds its lease, and what they write is only
 * written as long as they do: several backends share the work.
 */
export class JobRunStore {
  private readonly knex: Knex;
  private readonly leaseMs: number;
  private readonly now: () => number;

  constructor(options: {
    knex: Knex;
    /** After this long without a word the holder is taken to be dead. */
    leaseMs: number;
    now?: () => number;
  }) {
    this.knex = options.knex;
    this.leaseMs = options.leaseMs;
    this.now = options.now ?? Date.now;
  }

  /**
   * Writes down that a run is to be started, and takes its lease.
   *
   * @returns undefined when there is a run of the same key; nothing is written then
   * @throws ConflictError when the team has as many runs under way as it may
   */
  async begin(
    kept: KeptJobRun,
    options: { runsAtOnce: number },
  ): Promise<HeldJobRun | undefined> {
    const { run } = kept;
    const lease = randomUUID();
    const inserted = await this.knex.transaction(async tx => {
      await this.lockTeam(tx, run.team);
      const same = await tx<JobRunRow>('job_runs')
        .where({ team_ref: run.team, request_key: run.requestKey })
        .first();
      if (same) return false;
      const underWay = await tx<JobRunRow>('job_runs')
        .where({ team_ref: run.team })
        .whereIn('state', UNDER_WAY)
        .count<{ runs: number | string }[]>({ runs: '*' });
      if (Number(underWay[0].runs) >= options.runsAtOnce) {
        throw new ConflictError(
          `${run.team} has ${underWay[0].runs} job runs under way, and may have ${options.runsAtOnce} at once. Wait for one to end, or cancel one.`,
        );
      }
      await tx<JobRunRow>('job_runs').insert({
        run_id: run.id,
        team_ref: run.team,
        request_key: run.requestKey,
        kind: run.kind,
        requested_at: run.requestedAt,
        ...columnsOf(kept),
        due_at: this.time(),
        leased_by: lease,
        leased_until: this.time(this.leaseMs),
      });
      return true;
    });
    return inserted ? { ...kept, lease } : undefined;
  }

  /** The run of a team that was asked for with a key. */
  async find(
    team: string,
    requestKey: string,
  ): Promise<KeptJobRun | undefined> {
    const row = await this.rows()
      .where({ team_ref: team, request_key: requestKey })
      .first();
    return row && toKept(row);
  }

  /** @throws NotFoundError when there is no such run */
  async get(id: string): Promise<KeptJobRun> {
    const row = await this.rows().where({ run_id: id }).first();
    if (row) return toKept(row);
    throw new NotFoundError(`There is no job run ${id}`);
  }

  /** Newest first. */
  async page(
    filter: {
      teams: string[];
      kind?: SluiceApi.JobKind;
      state?: SluiceApi.JobState;
    },
    { limit, before }: { limit: number; before?: JobRunPosition },
  ): Promise<{ items: StoredJobRun[]; next?: JobRunPosition }> {
    const query = this.rows()
      .whereIn('team_ref', filter.teams)
      .orderBy([
        { column: 'requested_at', order: 'desc' },
        { column: 'run_id', order: 'desc' },
      ])
      .limit(limit + 1);
    if (filter.kind) query.where({ kind: filter.kind });
    if (filter.state) query.where({ state: filter.state });
    if (before) {
      query.where(earlier =>
        earlier
          .where('requested_at', '<', before.requestedAt)
          .orWhere(same =>
            same
              .where('requested_at', before.requestedAt)
              .where('run_id', '<', before.id),
          ),
      );
    }
    const runs = (await query).map(row => toKept(row).run);
    const items = runs.slice(0, limit);
    const last = items.at(-1);
    return {
      items,
      ...(runs.length > limit &&
        last && { next: { requestedAt: last.requestedAt, id: last.id } }),
    };
  }

  /** Entity refs of the teams that have ever run anything. */
  async teams(): Promise<string[]> {
    return this.knex<JobRunRow>('job_runs').distinct().pluck('team_ref');
  }

  /** Takes the leases of runs for which it is time, the longest overdue first. */
  async takeDue(limit: number): Promise<HeldJobRun[]> {
    const due = await this.rows()
      .where('due_at', '<=', this.time())
      .where(free => this.isFree(free))
      .orderBy('due_at')
      .limit(limit)
      .pluck('run_id');
    const taken: HeldJobRun[] = [];
    for (const id of due) {
      const held = await this.take(id, { onlyWhenDue: true });
      if (held) taken.push(held);
    }
    return taken;
  }

  /** @returns undefined while somebody else works on the run */
  tryTake(id: string): Promise<HeldJobRun | undefined> {
    return this.take(id, { onlyWhenDue: false });
  }

  /** @returns whether the caller still holds the run, which nobody takes from them now */
  async renew({ run, lease }: HeldJobRun): Promise<boolean> {
    const renewed = await this.rows()
      .where({ run_id: run.id, leased_by: lease })
      .update({ leased_until: this.time(this.leaseMs) });
    return renewed === 1;
  }

  /**
   * Writes what became of a run, gives the lease back, and says when to look at it
   * next; never again without `pauseMs`.
   *
   * @param options.alongside - done in the same transaction, such as an audit event
   * @returns false when somebody else has the lease now; nothing is written then
   */
  async save(
    held: HeldJobRun,
    options: {
      pauseMs?: number;
      keepLease?: boolean;
      alongside?: () => Promise<void>;
    },
  ): Promise<boolean> {
    const { pauseMs, keepLease = false, alongside } = options;
    return this.knex.transaction(async tx => {
      const saved = await tx<JobRunRow>('job_runs')
        .where({ run_id: held.run.id, leased_by: held.lease })
        .update({
          ...columnsOf(held),
          ...(keepLease
            ? { leased_until: this.time(this.leaseMs) }
            : {
                leased_by: null,
                leased_until: null,
                due_at: pauseMs === undefined ? null : this.time(pauseMs),
              }),
        });
      if (saved !== 1) return false;
      await alongside?.();
      return true;
    });
  }

  /**
   * Gives a lease back without a change.
   * @param options.pauseMs - until the next look; as it was planned when absent
   */
  async release(
    { run, lease }: HeldJobRun,
    { pauseMs }: { pauseMs?: number } = {},
  ): Promise<void> {
    await this.rows()
      .where({ run_id: run.id, leased_by: lease })
      .update({
        leased_by: null,
        leased_until: null,
        ...(pauseMs !== undefined && { due_at: this.time(pauseMs) }),
      });
  }

  private async take(
    id: string,
    options: { onlyWhenDue: boolean },
  ): Promise<HeldJobRun | undefined> {
    const lease = randomUUID();
    const query = this.rows()
      .where({ run_id: id })
      .where(free => this.isFree(free));
    if (options.onlyWhenDue) query.where('due_at', '<=', this.time());
    const taken = await query.update({
      leased_by: lease,
      leased_until: this.time(this.leaseMs),
    });
    return taken === 1 ? { ...(await this.get(id)), lease } : undefined;
  }

  /** So that two backends do not each find room for the last run; SQLite has one writer anyway. */
  private async lockTeam(tx: Knex.Transaction, team: string): Promise<void> {
    if (tx.client.config.client !== 'pg') return;
    await tx.raw('select pg_advisory_xact_lock(hashtext(?))', [
      `sluice-job-runs ${team}`,
    ]);
  }

  private isFree(query: Knex.QueryBuilder): void {
    query.whereNull('leased_until').orWhere('leased_until', '<=', this.time());
  }

  private rows() {
    return this.knex<JobRunRow>('job_runs');
  }

  /** Leases and pauses measure how long something takes, so they go by the computer's clock. */
  private time(laterMs = 0): string {
    return new Date(this.now() + laterMs).toISOString();
  }
}

function columnsOf({ lease: _, ...kept }: KeptJobRun & { lease?: string }) {
  const { state, finishedAt, collectedAt } = kept.run;
  return {
    state,
    document: JSON.stringify(kept),
    finished_at: finishedAt ?? null,
    collected_at: collectedAt ?? null,
  };
}

function toKept({ document }: JobRunRow): KeptJobRun {
  return JSON.parse(document);
}
