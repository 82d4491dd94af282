import { AuditorService, LoggerService } from '@backstage/backend-plugin-api';
import { Drift, DriftInput } from '@sluice/plugin-sluice-common';
import { SluiceClock } from '@sluice/plugin-sluice-node';
import { Knex } from 'knex';
import pLimit from 'p-limit';
import { AccessService, AccessSnapshot } from '../access';
import { ChangeService } from '../reconciler';
import { NoticeQueue } from '../requests/NoticeQueue';
import { canonicalJson } from '../store';
import { DeclaredSubjects } from './DeclaredSubjects';
import { DriftBaselines } from './DriftBaselines';
import { wouldHaveShown } from './driftEvidence';
import { addresseesOf, driftNotice } from './driftNotices';
import { DriftStore, StoredDrift } from './DriftStore';
import { notReadOf } from './notRead';
import { observedIndex } from './observedIndex';
import { Settling } from './Settling';

/** What one check knows. */
interface Check {
  snapshot: AccessSnapshot;
  at: string;
  /** Of the check before; absent the first time. */
  before?: string;
  unknownSubjects: Set<string>;
}

/**
 * Compares what is declared with what was observed, keeps what does not agree,
 * and tells of it once.
 */
export class DriftService {
  private readonly passes = pLimit(1);
  private next: Promise<void> | undefined;

  constructor(
    private readonly options: {
      knex: Knex;
      access: Pick<AccessService, 'current'>;
      subjects: Pick<DeclaredSubjects, 'read'>;
      baselines: DriftBaselines;
      store: DriftStore;
      changes: Pick<ChangeService, 'recent' | 'lastSucceeded'>;
      find: (input: DriftInput) => Drift[];
      /** What jobs have shown to be otherwise than is declared. */
      proofs?: (snapshot: AccessSnapshot) => Promise<Drift[]>;
      notices: NoticeQueue;
      auditor: AuditorService;
      clock: SluiceClock;
      /** Entity refs; they are told of what no data product's owner answers for. */
      platformEngineers: string[];
      /** What has been gone for longer is forgotten. */
      keepGoneForMs: number;
      logger: LoggerService;
    },
  ) {}

  /** One check that begins after now; those who ask while one is under way share the next. */
  check(): Promise<void> {
    this.next ??= this.passes(() => {
      this.next = undefined;
      return this.run();
    });
    return this.next;
  }

  private async run(): Promise<void> {
    const { access, subjects, changes, store, clock } = this.options;
    const now = clock.now();
    // Before the declarations: what is declared since may not be there yet, which
    // is a change that settles.
    const snapshot = await access.current({ fresh: true });
    const [{ declared, unknown }, lastChanges, settling, stored, last] =
      await Promise.all([
        subjects.read(),
        changes.lastSucceeded(),
        Settling.read(snapshot, changes),
        store.list(now),
        store.lastCheck(),
      ]);
    const at = now.toISOString();
    const baselines = await this.options.baselines.of({
      declared,
      snapshot,
      lastChanges,
      at,
    });
    const shown = (await this.options.proofs?.(snapshot)) ?? [];
    const observed = this.options.find({
      index: observedIndex(snapshot),
      accounts: snapshot.accounts.map(({ account }) => ({
        name: account.name,
        accountId: account.accountId,
        region: account.region,
      })),
      teams: snapshot.teams.map(({ entityRef, title, roleArn, ...team }) => {
        const roleUniqueId =
          (roleArn && baselines.roleIds.get(roleArn)) ?? team.roleUniqueId;
        return {
          entityRef,
          title,
          ...(roleArn && { principal: roleArn }),
          ...(roleUniqueId && { roleUniqueId }),
        };
      }),
      declared,
      baselines: baselines.tables,
    });
    const found = [...observed, ...shown];
    const unknownSubjects = new Set(unknown.map(({ subject }) => subject));
    await this.record(found, stored, settling, {
      snapshot,
      at,
      ...(last && { before: last.checkedAt }),
      unknownSubjects,
    });
    await store.saveCheck({
      checkedAt: at,
      notRead: notReadOf(found, unknown, snapshot),
    });
    this.options.notices.wake();
    await this.forget(now);
  }

  private async forget(now: Date): Promise<void> {
    const { store, keepGoneForMs, logger } = this.options;
    const before = new Date(now.getTime() - keepGoneForMs).toISOString();
    const forgotten = await store.forgetGoneBefore(before);
    if (forgotten > 0) {
      logger.info(
        `${forgotten} differences that were gone before ${before} are no longer kept`,
      );
    }
  }

  private async record(
    found: Drift[],
    stored: StoredDrift[],
    settling: Settling,
    check: Check,
  ): Promise<void> {
    const known = new Map(stored.map(each => [each.drift.id, each]));
    // What is not read is on record with the check: there is nothing to repair.
    const differences = found.filter(
      ({ cause, subject }) =>
        cause !== 'notRead' && !check.unknownSubjects.has(subject ?? ''),
    );
    for (const drift of differences) {
      const before = known.get(drift.id);
      if (before && before.status !== 'gone') {
        await this.seenAgain(drift, before, check);
      } else if (!settling.concerns(drift)) {
        await this.appeared(drift, before, check);
      }
    }
    const ids = new Set(differences.map(({ id }) => id));
    for (const each of stored) {
      if (each.status === 'gone' || ids.has(each.drift.id)) continue;
      if (wouldHaveShown(each.drift, check)) {
        await this.disappeared(each, check);
      }
    }
  }

  private async appeared(
    drift: Drift,
    before: StoredDrift | undefined,
    check: Check,
  ): Promise<void> {
    const { knex, store } = this.options;
    const toldTo = this.addressees(drift, check);
    await knex.transaction(async tx => {
      const mine = await store.appear(tx, {
        drift,
        ...(before && { before }),
        at: check.at,
        toldTo,
      });
      if (!mine) return;
      await this.tell(tx, drift, toldTo, check);
      await this.audit('drift-found', drift);
    });
  }

  private async seenAgain(
    drift: Drift,
    before: StoredDrift,
    check: Check,
  ): Promise<void> {
    const { knex, store } = this.options;
    if (canonicalJson(drift) !== canonicalJson(before.drift)) {
      await store.restate(drift);
    }
    const { status, ignored } = before;
    if (status !== 'open' || !ignored) return;
    const toldTo = this.addressees(drift, check);
    await knex.transaction(async tx => {
      const { until } = ignored;
      const mine = await store.resurface(tx, { id: drift.id, until, toldTo });
      if (mine) await this.tell(tx, drift, toldTo, check);
    });
  }

  private async disappeared(
    { drift, firstSeenAt }: StoredDrift,
    { at, before }: Check,
  ): Promise<void> {
    const { knex, store } = this.options;
    await knex.transaction(async tx => {
      const mine = await store.disappear(tx, {
        id: drift.id,
        at,
        lastSeenAt: before ?? firstSeenAt,
      });
      if (mine) await this.audit('drift-gone', drift);
    });
  }

  private addressees(drift: Drift, { snapshot }: Check): string[] {
    const { platformEngineers } = this.options;
    return addresseesOf(drift, { snapshot, platformEngineers });
  }

  private async tell(
    tx: Knex.Transaction,
    drift: Drift,
    to: string[],
    { snapshot }: Check,
  ): Promise<void> {
    if (to.length === 0) {
      this.options.logger.warn(
        `Nobody is told of drift ${drift.id} (${drift.cause}): no data product serves the table, and sluice.permission.platformEngineers is empty`,
      );
      return;
    }
    const message = driftNotice(drift, { snapshot, to });
    await this.options.notices.add(tx, [{ requestId: drift.id, message }]);
  }

  private async audit(
    eventId: 'drift-found' | 'drift-gone',
    drift: Drift,
  ): Promise<void> {
    const { id, cause, direction, accountId, table, team, subject } = drift;
    const event = await this.options.auditor.createEvent({
      eventId,
      severityLevel: drift.severity,
      meta: {
        driftId: id,
        cause,
        direction,
        accountId,
        ...(table && { table: `${table.databaseName}.${table.tableName}` }),
        ...(team && { team }),
        ...(drift.principal && { principal: drift.principal }),
        ...(subject && { subject }),
      },
    });
    await event.success();
  }
}
