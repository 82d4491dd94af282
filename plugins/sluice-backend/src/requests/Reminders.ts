import { LoggerService } from '@backstage/backend-plugin-api';
import { AccessRequest, RequestPolicy } from '@sluice/plugin-sluice-common';
import { SluiceClock } from '@sluice/plugin-sluice-node';
import { AccessService } from '../access';
import { FulfilmentRecord } from './FulfilmentRecord';
import { isStuck } from './isStuck';
import { People } from './People';
import { RequestStore } from './RequestStore';

const MINUTE_MS = 60_000;

/**
 * Reminds teams before their access ends, and asks others where nobody decides.
 * Both are events of the request, written only if nothing else happened to it:
 * so each happens once, whichever backend sees to it.
 */
export class Reminders {
  private readonly record: FulfilmentRecord;

  constructor(
    private readonly options: {
      store: RequestStore;
      people: People;
      access: Pick<AccessService, 'current'>;
      policy: Pick<RequestPolicy, 'escalation' | 'remindBeforeMinutes'>;
      clock: SluiceClock;
      logger: LoggerService;
    },
  ) {
    this.record = new FulfilmentRecord(options);
  }

  /** One look at what is due. */
  async tick(): Promise<void> {
    await this.remind();
    await this.escalate();
  }

  private async remind(): Promise<void> {
    const { store, policy } = this.options;
    const { remindBeforeMinutes } = policy;
    const now = this.record.now();
    const earliest = Math.max(0, ...remindBeforeMinutes) * MINUTE_MS;
    const ending = await store.find({
      agreement: ['approved'],
      expiresUntil: new Date(now.getTime() + earliest).toISOString(),
    });
    for (const request of ending) {
      if (!isReminderDue(request, remindBeforeMinutes, now)) continue;
      const expiresAt = request.agreement.expiresAt!;
      await this.record.tryWrite({
        request,
        event: { type: 'reminded', expiresAt },
      });
    }
  }

  private async escalate(): Promise<void> {
    const { escalation } = this.options.policy;
    if (!escalation) return;
    const pending = await this.options.store.find({ agreement: ['pending'] });
    for (const request of pending) {
      if (request.agreement.escalatedAt) continue;
      if (!(await this.isUndecided(request, escalation.afterMinutes))) continue;
      await this.record.tryWrite({
        request,
        event: { type: 'escalated', to: escalation.to },
      });
    }
  }

  /** For so long, or for ever, since nobody is left who could decide. */
  private async isUndecided(
    request: AccessRequest,
    afterMinutes: number,
  ): Promise<boolean> {
    const { submittedAt, decisions } = request.agreement;
    const last = decisions.at(-1)?.at ?? submittedAt!;
    const waited = this.record.now().getTime() - Date.parse(last);
    if (waited >= afterMinutes * MINUTE_MS) return true;
    try {
      return await isStuck(request, this.options);
    } catch (error) {
      this.options.logger.warn(
        `Whether anybody can decide request ${request.id} is looked up later`,
        error as Error,
      );
      return false;
    }
  }
}

/**
 * Whether a reminder is due that the team has not had. Of several that were
 * missed the last one counts; one that would have come before access began
 * never does.
 */
export function isReminderDue(
  { agreement, remindedAt }: Pick<AccessRequest, 'agreement' | 'remindedAt'>,
  beforeMinutes: number[],
  now: Date,
): boolean {
  const start = Date.parse(agreement.startsAt!);
  const end = Date.parse(agreement.expiresAt!);
  if (end <= now.getTime()) return false;
  const due = beforeMinutes
    .map(minutes => end - minutes * MINUTE_MS)
    .filter(time => time > start && time <= now.getTime());
  if (due.length === 0) return false;
  return !remindedAt || Date.parse(remindedAt) < Math.max(...due);
}
