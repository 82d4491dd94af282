import { ConflictError } from '@backstage/errors';
import {
  AccessRequest,
  Change,
  mayHoldRights,
  SLUICE_ACTOR,
} from '@sluice/plugin-sluice-common';
import { randomUUID } from 'crypto';
import { AccessService } from '../access';
import { FulfilmentEvent, FulfilmentRecord } from './FulfilmentRecord';
import { failureOf, GrantChanges, isOvertaken } from './GrantChanges';
import { grantDeclarationOf } from './grantDeclaration';
import { RequestStore } from './RequestStore';
import { RetryPauses } from './RetryPauses';

/** Attempts at what may pass by itself, before somebody has to look into it. */
const MOST_ATTEMPTS = 5;

/** Makes true what was agreed on, from its start on, and reads it back. */
export class GrantApplication {
  constructor(
    private readonly options: {
      access: Pick<AccessService, 'current'>;
      changes: GrantChanges;
      pauses: RetryPauses;
      record: FulfilmentRecord;
      store: RequestStore;
    },
  ) {}

  /** Takes an approved request as far as it gets now. */
  async advance(request: AccessRequest): Promise<void> {
    if (!this.options.pauses.isDue(request.id)) return;
    const begun = isBegun(request) ? request : await this.begin(request);
    if (!begun) return;
    const change =
      (await this.options.changes.find(begun.fulfilment.changeId!)) ??
      (await this.beginChange(begun));
    if (change) await this.conclude(begun, change);
  }

  /**
   * Tries again what failed.
   * @throws ConflictError when its time has not come, is over, or others go first
   */
  async resume(request: AccessRequest, actor?: string): Promise<void> {
    const refusal = await this.whyNotNow(request);
    if (refusal) throw new ConflictError(refusal);
    await this.options.record.write(await this.beginning(request), actor);
    this.options.pauses.clear(request.id);
  }

  /** Writes down what is meant to happen before anything does. */
  private async begin(
    request: AccessRequest,
  ): Promise<AccessRequest | undefined> {
    if (await this.whyNotNow(request)) return undefined;
    return this.options.record.tryWrite(...(await this.beginning(request)));
  }

  private async whyNotNow(request: AccessRequest): Promise<string | undefined> {
    const { id, agreement } = request;
    const now = this.options.record.now().getTime();
    if (now < Date.parse(agreement.startsAt!)) {
      return `Access of request ${id} begins at ${agreement.startsAt}`;
    }
    if (now >= Date.parse(agreement.expiresAt!)) {
      return `Access of request ${id} ended at ${agreement.expiresAt}`;
    }
    const ending = (await this.others(request)).find(
      other => other.agreement.status !== 'approved' && mayHoldRights(other),
    );
    return (
      ending &&
      `What request ${ending.id} gave is still to be removed before request ${id} can take its place`
    );
  }

  private async beginning(
    request: AccessRequest,
  ): Promise<[FulfilmentEvent, ...FulfilmentEvent[]]> {
    // The filters of the grant are this request's from here on.
    const replaced = (await this.others(request)).filter(
      other =>
        other.agreement.status === 'approved' &&
        (mayHoldRights(other) || other.id === request.supersedes),
    );
    return [
      { request, event: { type: 'applyStarted', changeId: randomUUID() } },
      ...replaced.map(other => ({
        request: other,
        event: { type: 'superseded' as const, by: request.id },
      })),
    ];
  }

  /** Requests of the same grant. */
  private async others({ id, grantId }: AccessRequest) {
    const all = await this.options.store.find({ grantId });
    return all.filter(other => other.id !== id);
  }

  private async beginChange(
    request: AccessRequest,
  ): Promise<Change | undefined> {
    const { access, changes } = this.options;
    let declaration;
    try {
      declaration = grantDeclarationOf(
        request,
        await access.current({ fresh: true }),
      );
    } catch (error) {
      return this.stumbled(request, error as Error, ['ConflictError']);
    }
    try {
      return await changes.begin(request, {
        kind: 'apply',
        declaration,
        createdBy: lastApproverOf(request),
      });
    } catch (error) {
      // The world is not as it was a moment ago, or has not come to rest.
      if ((error as Error).name === 'ConflictError') return undefined;
      return this.stumbled(request, error as Error, ['InputError']);
    }
  }

  private async conclude(
    request: AccessRequest,
    change: Change,
  ): Promise<void> {
    switch (change.summary.status) {
      case 'queued':
      case 'applying':
      case 'cancelling':
        return;
      case 'succeeded':
        await this.verify(request, change);
        return;
      default:
        if (
          isOvertaken(change) &&
          this.options.pauses.failed(request.id) < MOST_ATTEMPTS
        ) {
          await this.begin(request);
        } else {
          await this.failed(request, failureOf(change));
        }
    }
  }

  /** Only what was read back is there. */
  private async verify(request: AccessRequest, change: Change): Promise<void> {
    const { changes, pauses, record } = this.options;
    let differences: string | undefined;
    try {
      differences = await changes.differences(
        'apply',
        change.plan.declaration!,
      );
    } catch (error) {
      await this.stumbled(request, error as Error, ['InputError']);
      return;
    }
    if (differences) {
      await this.failed(
        request,
        `Read back after the change, this is not as agreed: ${differences}. Somebody else may have changed it; resume to make it so.`,
      );
      return;
    }
    await record.tryWrite({ request, event: { type: 'applied' } });
    pauses.clear(request.id);
  }

  /** @param finally - names of errors that do not pass by themselves */
  private async stumbled(
    request: AccessRequest,
    error: Error,
    lasting: string[],
  ): Promise<undefined> {
    const attempts = this.options.pauses.failed(request.id);
    if (lasting.includes(error.name) || attempts >= MOST_ATTEMPTS) {
      await this.failed(request, error.message);
      return undefined;
    }
    throw error;
  }

  private async failed(request: AccessRequest, error: string): Promise<void> {
    this.options.pauses.clear(request.id);
    await this.options.record.tryWrite({
      request,
      event: { type: 'applyFailed', error },
    });
  }
}

function isBegun({ fulfilment }: AccessRequest): boolean {
  return fulfilment.status === 'applying' && fulfilment.changeId !== undefined;
}

/** Whose word the change goes back to. */
function lastApproverOf({ agreement }: AccessRequest): string {
  const approvals = agreement.decisions.filter(
    ({ outcome }) => outcome === 'approved',
  );
  return approvals[approvals.length - 1]?.by ?? SLUICE_ACTOR;
}
