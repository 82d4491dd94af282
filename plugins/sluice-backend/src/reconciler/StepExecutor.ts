import { PlanStep } from '@sluice/plugin-sluice-common';
import { randomUUID } from 'crypto';
import pLimit from 'p-limit';
import { ResourceContext } from '../resources';
import { ChangeWork, ClaimedStep } from './ChangeWork';
import { DocumentLocks } from './DocumentLocks';
import { ManagedResources, Origin } from './ManagedResources';
import { Planner } from './Planner';
import { Finding, fingerprintOf, lockOf, typeOf } from './resourceAccess';
import { ResourceContexts } from './ResourceContexts';
import { Patience, Timing } from './Patience';
import { LockLostError, WorldChangedError } from './stepError';

/** Where a step is from, and what it was planned on. */
export interface StepOfChange {
  changeId: string;
  subject: string;
  step: PlanStep;
  fingerprint: string;
  /** It writes, or may come to, since what goes before it does. */
  mayWrite: boolean;
  /** Aborted when the lease is lost or the backend shuts down. */
  signal: AbortSignal;
}

/** A step that has its turn. */
interface RunningStep extends StepOfChange {
  /** Of the lock of what the step changes. */
  lockHolder: string;
}

/**
 * Runs one step: under the lock of its document, on a fresh reading, and read
 * back until it shows. What an earlier attempt left behind is taken on.
 */
export class StepExecutor {
  /** Steps of this backend queue here, and do not have to poll for the lock. */
  private readonly queues = new Map<string, ReturnType<typeof pLimit>>();
  private readonly patience: Patience;

  constructor(
    private readonly options: {
      contexts: ResourceContexts;
      planner: Planner;
      managed: ManagedResources;
      work: ChangeWork;
      locks: DocumentLocks;
      timing: Timing;
    },
  ) {
    this.patience = new Patience(options);
  }

  /**
   * @returns whether it began: not when the change is to stop
   * @throws whatever made the step fail; the caller records it
   */
  async run(job: StepOfChange): Promise<boolean> {
    const { contexts } = this.options;
    const { step } = job;
    const document = lockOf(step.resource, contexts.account(step.account));
    return this.alone(job, document, async running => {
      const claimed = await this.options.work.claimStep(job.changeId, step.id);
      if (!claimed) return false;
      await this.options.work.journal(
        job.changeId,
        'started',
        `${step.action}: ${step.title}${
          claimed.attempt > 1 ? `, attempt ${claimed.attempt}` : ''
        }`,
        { stepId: step.id },
      );
      const context = await contexts.forWriting(step.account, (what, isSo) =>
        this.patience.until(job, what, isSo),
      );
      await this.runClaimed(running, claimed, context);
      return true;
    });
  }

  private async runClaimed(
    job: RunningStep,
    claimed: ClaimedStep,
    context: ResourceContext,
  ): Promise<void> {
    const { step } = job;
    const finding = await this.patience.retrying(job, () => this.read(job));
    switch (step.action) {
      case 'create':
      case 'update':
      case 'replace':
        return this.make(job, claimed, finding, context);
      case 'adopt':
      case 'none':
        return this.takeNote(job, claimed, finding, context);
      case 'delete':
        return this.delete(job, claimed, finding, context);
      case 'keep':
        return this.finish(job, 'Left as it is', 'released');
      default:
        throw new Error(`No such action: ${step.action satisfies never}`);
    }
  }

  private read({ step }: StepOfChange): Promise<Finding> {
    return this.options.planner.read(step.resource);
  }

  private async make(
    job: RunningStep,
    claimed: ClaimedStep,
    finding: Finding,
    context: ResourceContext,
  ): Promise<void> {
    const { step } = job;
    const type = typeOf(step.resource);
    const wanted = step.resource.properties as any;
    const isThere =
      finding.found !== undefined && finding.differences.length === 0;
    const origin: Origin =
      step.action === 'create' || step.action === 'replace'
        ? 'made'
        : originOf(step);
    if (isThere && (claimed.written || step.action !== 'create')) {
      return this.finish(job, `${step.title} is as wanted already`, origin);
    }
    if (isThere) {
      // Between plan and apply somebody else made it just so: theirs, then,
      // unless a change of ours for another team was first, which is on record.
      return this.finish(job, `${step.title} was made meanwhile`, 'adopted');
    }
    if (!claimed.written) this.assertUnchanged(job, finding, 'present');

    let latest: Finding | undefined = finding;
    await this.patience.retrying(job, async () => {
      const { found } = latest ?? (await this.read(job));
      // An attempt that fails may have changed what is there.
      latest = undefined;
      await this.beginWriting(job);
      if (found === undefined) {
        await type.create(wanted, context);
      } else if (type.diff(wanted, found as any).length > 0) {
        if (type.update) {
          await type.update(wanted, found as any, context);
        } else {
          await type.delete?.(found as any, context);
          await type.create(wanted, context);
        }
      }
    });
    await this.patience.until(job, `${step.title} to show`, async () => {
      const after = await this.read(job);
      if (after.found === undefined && type.mayComeUndone) {
        await this.beginWriting(job);
        await type.create(wanted, context);
      }
      return after.found !== undefined && after.differences.length === 0;
    });
    return this.finish(job, `${step.title} is read back as wanted`, origin);
  }

  private async takeNote(
    job: RunningStep,
    claimed: ClaimedStep,
    finding: Finding,
    context: ResourceContext,
  ): Promise<void> {
    const { step } = job;
    if (step.action === 'none' && step.after === undefined) {
      return finding.found === undefined
        ? this.finish(job, `${step.title} is gone already`, 'gone')
        : // Made since the plan, for another team or by somebody else.
          this.finish(job, `${step.title} is for others now`, 'released');
    }
    if (finding.found === undefined || finding.differences.length > 0) {
      if (job.mayWrite || claimed.written) {
        // The plan's own doing: a grant that went before brought an invitation.
        return this.make(job, { ...claimed, written: true }, finding, context);
      }
      this.assertUnchanged(job, finding, 'present');
    }
    return this.finish(
      job,
      step.action === 'adopt'
        ? `${step.title} is looked after from now on`
        : `${step.title} is as wanted`,
      originOf(step),
    );
  }

  private async delete(
    job: RunningStep,
    claimed: ClaimedStep,
    finding: Finding,
    context: ResourceContext,
  ): Promise<void> {
    const { step } = job;
    const type = typeOf(step.resource);
    if (finding.found !== undefined) {
      if (!claimed.written) this.assertUnchanged(job, finding, 'absent');
      if (await this.isNeededByOthers(job)) {
        return this.finish(job, 'Left, since another needs it', 'released');
      }
      let latest: Finding | undefined = finding;
      await this.patience.retrying(job, async () => {
        const { found } = latest ?? (await this.read(job));
        latest = undefined;
        if (found === undefined) return;
        await this.beginWriting(job);
        await type.delete!(found as any, context);
      });
      await this.patience.until(
        job,
        `${step.title} to be gone`,
        async () => (await this.read(job)).found === undefined,
      );
    }
    return this.finish(job, `${step.title} is gone`, 'gone');
  }

  /** Another team may have come to need it since the plan was made. */
  private async isNeededByOthers(job: RunningStep): Promise<boolean> {
    const { id } = job.step;
    const managed = (await this.options.managed.find([id])).get(id);
    return (managed?.claimedBy ?? []).some(each => each !== job.subject);
  }

  private assertUnchanged(
    { step, fingerprint }: StepOfChange,
    finding: Finding,
    ensure: 'present' | 'absent',
  ): void {
    if (fingerprintOf(finding, ensure) === fingerprint) return;
    throw new WorldChangedError(
      `${step.title} is not as it was when the plan was made`,
    );
  }

  /** Whoever has slept too long finds out here, not by overwriting what came since. */
  private async beginWriting({
    changeId,
    step,
    lockHolder,
  }: RunningStep): Promise<void> {
    const { locks, work } = this.options;
    if (!(await locks.renew(lockHolder))) throw new LockLostError(step.title);
    await work.beginWriting(changeId, step.id);
  }

  private async finish(
    job: StepOfChange,
    message: string,
    record: Origin | 'gone' | 'released',
  ): Promise<void> {
    const { changeId, subject, step } = job;
    const { managed, work } = this.options;
    await work.finishStep(changeId, step.id, message, async tx => {
      if (record === 'gone' || record === 'released') {
        await managed.release(tx, {
          subject,
          resourceId: step.id,
          gone: record === 'gone',
        });
      } else {
        await managed.claim(tx, {
          subject,
          resource: step.resource,
          origin: record,
          changeId,
          at: new Date().toISOString(),
        });
      }
    });
  }

  private alone<T>(
    job: StepOfChange,
    document: string,
    action: (running: RunningStep) => Promise<T>,
  ): Promise<T> {
    const queue = this.queues.get(document) ?? pLimit(1);
    this.queues.set(document, queue);
    return queue(() => this.underLock(job, document, action)).finally(() => {
      if (queue.activeCount + queue.pendingCount === 0) {
        this.queues.delete(document);
      }
    });
  }

  private async underLock<T>(
    job: StepOfChange,
    document: string,
    action: (running: RunningStep) => Promise<T>,
  ): Promise<T> {
    const { locks, timing } = this.options;
    const lockHolder = randomUUID();
    await this.patience.until(
      job,
      `the change of ${document} by another to end`,
      () => locks.tryAcquire(document, lockHolder),
    );
    const renewal = setInterval(
      // A renewal that fails is made up for by the next, or the lock runs out.
      () => locks.renew(lockHolder).catch(() => {}),
      timing.renewalMs,
    );
    try {
      return await action({ ...job, lockHolder });
    } finally {
      clearInterval(renewal);
      await locks.release(document, lockHolder);
    }
  }
}

function originOf({ ownership }: PlanStep): Origin {
  return ownership === 'sluice' || ownership === 'nobody' ? 'made' : 'adopted';
}
