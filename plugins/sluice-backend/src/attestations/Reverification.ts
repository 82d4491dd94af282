import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { SluiceClock } from '@sluice/plugin-sluice-node';
import { Knex } from 'knex';
import { AccessService, Team } from '../access';
import type { KeptJobRun } from '../jobs/JobRunStore';
import { ExpectationSource } from '../jobs/types';
import { AttestationStore } from './AttestationStore';

const TASK = 'sluice-reverification';
const DAY_MS = 24 * 60 * 60_000;

/** How often teams are verified without anybody asking for it. */
export interface ReverificationConfig {
  everyMs: number;
  /** Of all teams together, in 24 hours. */
  runsPerDay: number;
}

/** What verifying by schedule asks of jobs. */
export interface VerificationStarter {
  /** Whole sentences: what a team lacks to run jobs; empty when it can. */
  missingOf(team: string): Promise<string[]>;
  /** Starts a verification; the same key of the same team starts one run. */
  start(verification: { team: string; requestKey: string }): Promise<unknown>;
}

/**
 * Verifies teams again now and then. How often in a day is limited in all, and a
 * team is tried once in each period, whatever comes of it: a run costs money.
 */
export class Reverification {
  constructor(
    private readonly options: {
      config: ReverificationConfig;
      knex: Knex;
      store: Pick<AttestationStore, 'lastByTeam'>;
      access: Pick<AccessService, 'current'>;
      expectations: ExpectationSource;
      starter: VerificationStarter;
      clock: SluiceClock;
      logger: LoggerService;
    },
  ) {}

  get config(): ReverificationConfig {
    return this.options.config;
  }

  /** Starts what is due and within the budget, those first that have waited longest. */
  async pass(): Promise<void> {
    const { config, starter, expectations, logger } = this.options;
    const { started, tried } = await this.runs();
    let budget = config.runsPerDay - started;
    for (const team of await this.due(tried)) {
      if (budget <= 0) {
        logger.info(
          `No more teams are verified today: ${config.runsPerDay} runs in 24 hours is the most (sluice.jobs.reverification.runsPerDay)`,
        );
        return;
      }
      try {
        const missing = await starter.missingOf(team.entityRef);
        if (missing.length > 0) continue;
        const tables = await expectations.of(team.entityRef);
        if (tables.every(({ doubt }) => doubt !== undefined)) continue;
        await starter.start({
          team: team.entityRef,
          requestKey: this.requestKey(),
        });
        budget--;
      } catch (error) {
        // One team's trouble is no other's.
        logger.warn(
          `${team.entityRef} could not be verified by schedule`,
          error as Error,
        );
      }
    }
  }

  /** ISO 8601: when a team is due; undefined for one that has no role to verify as. */
  async nextAt(teamRef: string): Promise<string | undefined> {
    const snapshot = await this.options.access.current();
    if (!snapshot.findTeam(teamRef)?.roleArn) return undefined;
    const [last, { tried }] = await Promise.all([
      this.options.store.lastByTeam(),
      this.runs(),
    ]);
    const now = this.now();
    const { everyMs } = this.config;
    const lastAt = last.get(teamRef);
    const due = lastAt ? Date.parse(lastAt) + everyMs : now;
    const nextPeriod = (this.period() + 1) * everyMs;
    const earliest = tried.has(teamRef) ? nextPeriod : now;
    return new Date(Math.max(due, earliest)).toISOString();
  }

  private async due(tried: Set<string>): Promise<Team[]> {
    const { access, store } = this.options;
    const { teams } = await access.current();
    const last = await store.lastByTeam();
    const lastOf = ({ entityRef }: Team) => last.get(entityRef) ?? '';
    const until = new Date(this.now() - this.config.everyMs).toISOString();
    return teams
      .filter(
        team =>
          team.roleArn && lastOf(team) <= until && !tried.has(team.entityRef),
      )
      .sort((a, b) => (lastOf(a) < lastOf(b) ? -1 : 1));
  }

  /** By the database, since several backends share the budget and a restart ends no day. */
  private async runs(): Promise<{ started: number; tried: Set<string> }> {
    const { knex } = this.options;
    const since = new Date(this.now() - DAY_MS).toISOString();
    const today: { team_ref: string; document: string }[] = await knex(
      'job_runs',
    )
      .where('kind', 'verification')
      .where('requested_at', '>', since)
      .select('team_ref', 'document');
    const scheduled = today.filter(({ document }) => {
      const { run }: Pick<KeptJobRun, 'run'> = JSON.parse(document);
      return run.origin === 'schedule';
    });
    const inPeriod: { team_ref: string }[] = await knex('job_runs')
      .where('request_key', this.requestKey())
      .select('team_ref');
    return {
      started: scheduled.length,
      // What was tried at the end of a period is not tried at the begin of the next.
      tried: new Set(
        [...inPeriod, ...scheduled].map(({ team_ref }) => team_ref),
      ),
    };
  }

  /** The same for all backends, so that two that are at it start one run. */
  private requestKey(): string {
    return `reverification-${this.config.everyMs}-${this.period()}`;
  }

  private period(): number {
    return Math.floor(this.now() / this.config.everyMs);
  }

  private now(): number {
    return this.options.clock.now().getTime();
  }
}

/** Looks for what is due now and then, one backend at a time. */
export async function startReverification(
  reverification: Reverification,
  { scheduler }: { scheduler: SchedulerService },
): Promise<void> {
  await scheduler.scheduleTask({
    id: TASK,
    scope: 'global',
    frequency: { minutes: 15 },
    timeout: { minutes: 10 },
    initialDelay: { minutes: 1 },
    fn: () => reverification.pass(),
  });
}
