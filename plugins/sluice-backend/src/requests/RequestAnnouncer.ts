import { AuditorService, LoggerService } from '@backstage/backend-plugin-api';
import { SignalsService } from '@backstage/plugin-signals-node';
import {
  AccessRequest,
  applyRequestEvent,
  ApprovalStep,
  RequestEvent,
  RequestPolicy,
  transitionOf,
} from '@sluice/plugin-sluice-common';
import { SluiceClock } from '@sluice/plugin-sluice-node';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import pLimit from 'p-limit';
import { AccessService, AccessSnapshot } from '../access';
import { Delegations } from './Delegations';
import { NoticeQueue } from './NoticeQueue';
import { People } from './People';
import { RequestEvents, StoredRequestEvent } from './RequestEvents';
import { Happening, noticeOf } from './requestNotices';

/** Who looks at requests learns on this channel that there is something new. */
export const REQUESTS_CHANNEL = 'sluice:requests';

/** Events that are announced before the next look at what there is. */
const BATCH_SIZE = 100;

/** Decisions of people, and what they do in AWS. */
const OF_CONSEQUENCE: ReadonlySet<RequestEvent['type']> = new Set([
  'stepApproved',
  'approved',
  'denied',
  'reduced',
  'revoked',
  'applyStarted',
  'applied',
  'applyFailed',
  'removed',
  'removalFailed',
]);

/**
 * Tells the auditor, those who look and those whom it concerns of what happened
 * to requests. Events wait for it in the database, so none is forgotten: each
 * is announced once by one of several backends, and a second time only if one
 * dies between telling the auditor and writing down that it did.
 */
export class RequestAnnouncer {
  private readonly passes = pLimit(1);
  private next: Promise<void> | undefined;

  constructor(
    private readonly options: {
      knex: Knex;
      events: RequestEvents;
      access: Pick<AccessService, 'current'>;
      people: Pick<People, 'membersOf'>;
      delegations: Pick<Delegations, 'activeFrom'>;
      policy: Pick<RequestPolicy, 'escalation'>;
      auditor: AuditorService;
      signals: SignalsService;
      notices: NoticeQueue;
      clock: SluiceClock;
      logger: LoggerService;
    },
  ) {}

  /** Looks now, without anybody waiting for it. */
  wake(): void {
    this.tick().catch(error =>
      this.options.logger.warn(
        'News of requests wait for the next look',
        error,
      ),
    );
  }

  /** One pass that begins after now; those who ask while one is under way share the next. */
  tick(): Promise<void> {
    this.next ??= this.passes(async () => {
      this.next = undefined;
      await this.announceAll();
      this.options.notices.wake();
    });
    return this.next;
  }

  private async announceAll(): Promise<void> {
    let after = 0;
    let ids: number[];
    do {
      ids = await this.options.events.unannounced({
        after,
        limit: BATCH_SIZE,
      });
      for (const id of ids) await this.tryToAnnounce(id);
      after = ids.at(-1) ?? after;
    } while (ids.length === BATCH_SIZE);
  }

  /** What one event runs into does not keep the others waiting. */
  private async tryToAnnounce(id: number): Promise<void> {
    try {
      await this.announce(id);
    } catch (error) {
      this.options.logger.error(
        `Event ${id} of a request waits to be announced`,
        error as Error,
      );
    }
  }

  private async announce(id: number): Promise<void> {
    const { knex, events, notices } = this.options;
    const stored = await events.get(id);
    const happening = await this.happeningOf(stored);
    const message = await noticeOf(happening, await this.addressees(happening));
    const mine = await knex.transaction(async tx => {
      if (!(await events.claim(tx, id))) return false;
      await this.audit(stored, happening);
      const { requestId } = stored;
      await notices.add(tx, message ? [{ requestId, message }] : []);
      return true;
    });
    if (mine) await this.signal(stored);
  }

  private async happeningOf({
    requestId,
    revision,
    actor,
    event,
  }: StoredRequestEvent): Promise<Happening> {
    const history = await this.options.events.ofRequests([requestId]);
    let before: AccessRequest | undefined;
    let after: AccessRequest | undefined;
    for (const each of history.get(requestId) ?? []) {
      if (each.revision > revision) break;
      before = after;
      after = applyRequestEvent(before, each);
    }
    return { event, actor, before, after: after! };
  }

  private async addressees({ after }: Happening) {
    const snapshot = await this.options.access.current();
    return {
      teamTitle: snapshot.findTeam(after.team)?.title ?? after.team,
      owners: ownersOf(
        snapshot,
        after.terms.tables.map(({ table }) => table),
      ),
      approversOf: async (steps: ApprovalStep[]) =>
        this.withStandIns([
          ...steps.flatMap(({ approvers }) =>
            approvers.kind === 'members'
              ? approvers.refs
              : ownersOf(snapshot, approvers.tables),
          ),
          ...(after.agreement.escalatedAt
            ? this.options.policy.escalation?.to ?? []
            : []),
        ]),
    };
  }

  private async withStandIns(refs: string[]): Promise<string[]> {
    const { people, delegations, clock } = this.options;
    const away = await delegations.activeFrom(
      await people.membersOf(refs),
      clock.now(),
    );
    return [...new Set([...refs, ...away.map(({ to }) => to)])];
  }

  private async audit(
    {
      requestId,
      grantId,
      revision,
      at,
      actor,
      team,
      event,
    }: StoredRequestEvent,
    { before, after }: Happening,
  ): Promise<void> {
    const audit = await this.options.auditor.createEvent({
      eventId: transitionOf(event.type).auditEvent,
      severityLevel: OF_CONSEQUENCE.has(event.type) ? 'medium' : 'low',
      meta: {
        requestId,
        grantId,
        revision,
        at,
        actor,
        ...('decision' in event &&
          event.decision.onBehalfOf && {
            onBehalfOf: event.decision.onBehalfOf,
          }),
        team,
        tables: after.terms.tables.map(({ table }) => table),
        before: before ? statusOf(before) : null,
        after: statusOf(after),
      },
    });
    await ('error' in event
      ? audit.fail({ error: new Error(event.error) })
      : audit.success());
  }

  /** Whoever misses it sees what is new when they look again. */
  private async signal({
    requestId,
    event,
  }: StoredRequestEvent): Promise<void> {
    const { signals, logger } = this.options;
    try {
      await signals.publish({
        recipients: { type: 'broadcast' },
        channel: REQUESTS_CHANNEL,
        message: { requestId, type: event.type },
      });
    } catch (error) {
      logger.warn(`No signal of request ${requestId} was sent`, error as Error);
    }
  }
}

function ownersOf(snapshot: AccessSnapshot, tables: string[]): string[] {
  return [...new Set(tables.flatMap(table => snapshot.productOwnersOf(table)))];
}

function statusOf({ agreement, fulfilment }: AccessRequest): JsonObject {
  return { agreement: agreement.status, fulfilment: fulfilment.status };
}
