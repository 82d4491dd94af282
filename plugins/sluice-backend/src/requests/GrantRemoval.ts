import {
  AccessRequest,
  Change,
  Declaration,
  RequestPolicy,
  SLUICE_ACTOR,
} from '@sluice/plugin-sluice-common';
import { randomUUID } from 'crypto';
import { AccessService } from '../access';
import { FulfilmentRecord } from './FulfilmentRecord';
import { failureOf, GrantChanges } from './GrantChanges';
import { grantDeclarationAsAsked } from './grantDeclaration';
import { remainingAccess } from './remainingAccess';
import { RetryPauses } from './RetryPauses';

const MINUTE_MS = 60_000;

/**
 * Takes back what an agreement that ended gave, and reads back that nothing of
 * it is left. Access beyond its end is the worst outcome, so what fails is tried
 * again by itself.
 */
export class GrantRemoval {
  constructor(
    private readonly options: {
      access: Pick<AccessService, 'current'>;
      changes: GrantChanges;
      pauses: RetryPauses;
      policy: Pick<RequestPolicy, 'credentialLifetimeMinutes'>;
      record: FulfilmentRecord;
    },
  ) {}

  /** Takes a request that ended as far as it gets now. */
  async advance(request: AccessRequest): Promise<void> {
    const { changes, pauses } = this.options;
    if (!pauses.isDue(request.id)) return;
    const begun = await this.begun(request);
    if (!begun) return;
    const change = await changes.find(begun.fulfilment.changeId!);
    try {
      await (change ? this.conclude(begun, change) : this.remove(begun));
    } catch (error) {
      const { name, message } = error as Error;
      if (name === 'ConflictError') {
        await changes.stopOther(begun);
        return;
      }
      await this.failed(begun, message);
    }
  }

  /** Tries again what failed, without waiting for its time. */
  async resume(request: AccessRequest, actor?: string): Promise<void> {
    const { pauses, record } = this.options;
    await record.write([beginning(request)], actor);
    pauses.clear(request.id);
  }

  /** Writes down what is meant to happen before anything does. */
  private async begun(
    request: AccessRequest,
  ): Promise<AccessRequest | undefined> {
    const { changes, record } = this.options;
    const { status, changeId } = request.fulfilment;
    if (status === 'removing') return request;
    const applying = changeId && (await changes.find(changeId));
    if (applying && (await changes.stop(applying))) return undefined;
    return record.tryWrite(beginning(request));
  }

  private async remove(request: AccessRequest): Promise<void> {
    const { changes } = this.options;
    const inForce = await changes.declared(request);
    // By what it was, not by what there is: the table may be gone.
    const declaration =
      inForce ??
      (await changes.lastDeclared(request)) ??
      grantDeclarationAsAsked(request);
    if (!inForce && !(await changes.differences('remove', declaration))) {
      await this.removed(request);
      return;
    }
    await changes.begin(request, {
      kind: 'remove',
      declaration,
      createdBy: request.agreement.endedBy ?? SLUICE_ACTOR,
    });
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
        await this.verify(request, change.plan.declaration!);
        return;
      default:
        await this.failed(request, failureOf(change));
    }
  }

  /** Gone is only what was not found. */
  private async verify(
    request: AccessRequest,
    declaration: Declaration,
  ): Promise<void> {
    const left = await this.options.changes.differences('remove', declaration);
    if (left) {
      await this.failed(
        request,
        `Read back after the change, this is still there: ${left}. Remove it in Lake Formation if it is not Sluice's; it is looked for again by itself.`,
      );
    } else {
      await this.removed(request);
    }
  }

  private async removed(request: AccessRequest): Promise<void> {
    const { access, pauses, policy, record } = this.options;
    const remaining = await remainingAccess(request, access);
    const lastPossibleRead = new Date(
      record.now().getTime() + policy.credentialLifetimeMinutes * MINUTE_MS,
    ).toISOString();
    await record.tryWrite({
      request,
      event: {
        type: 'removed',
        lastPossibleRead,
        ...(remaining.length > 0 && { remaining }),
      },
    });
    pauses.clear(request.id);
  }

  private async failed(request: AccessRequest, error: string): Promise<void> {
    this.options.pauses.failed(request.id);
    await this.options.record.tryWrite({
      request,
      event: { type: 'removalFailed', error },
    });
  }
}

function beginning(request: AccessRequest) {
  return {
    request,
    event: { type: 'removalStarted' as const, changeId: randomUUID() },
  };
}
