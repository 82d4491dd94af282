import { ServiceUnavailableError } from '@backstage/errors';
import {
  DesiredResource,
  inOrder,
  Ownership,
  PlanStep,
  StepAction,
  titleOfResource,
} from '@sluice/plugin-sluice-common';
import type { JsonValue } from '@backstage/types';
import pLimit from 'p-limit';
import { ManagedResource, ManagedResources } from './ManagedResources';
import { Fingerprints } from './PlanStore';
import { Finding, findingOf, fingerprintOf, typeOf } from './resourceAccess';
import { ResourceContexts } from './ResourceContexts';
import { dependencies, Target } from './stepOrder';

/** A finding, and why what was found cannot be deleted as it is. */
interface Look extends Finding {
  whyKept?: string;
}

/** Reads what is there and says, step by step, what would have to be done. */
export class Planner {
  private readonly contexts: ResourceContexts;
  private readonly managed: ManagedResources;
  private readonly concurrency: number;

  constructor(options: {
    contexts: ResourceContexts;
    managed: ManagedResources;
    /** Resources that are read side by side. */
    concurrency: number;
  }) {
    this.contexts = options.contexts;
    this.managed = options.managed;
    this.concurrency = options.concurrency;
  }

  /**
   * @param subject - whose plan it is: what others claim, it does not delete
   * @throws ServiceUnavailableError naming what could not be read, and why
   */
  async plan(
    subject: string,
    targets: Target[],
  ): Promise<{ steps: PlanStep[]; fingerprints: Fingerprints }> {
    const limit = pLimit(this.concurrency);
    const [managed, findings] = await Promise.all([
      this.managed.find(targets.map(({ resource }) => resource.id)),
      Promise.all(targets.map(target => limit(() => this.look(target)))),
    ]);
    const before = dependencies(targets);
    const steps = targets.map((target, index) =>
      toStep({
        target,
        finding: findings[index],
        managed: managed.get(target.resource.id),
        subject,
        dependsOn: before.get(target.resource.id)!,
      }),
    );
    return {
      steps: inOrder(steps),
      fingerprints: Object.fromEntries(
        targets.map(({ resource, ensure }, index) => [
          resource.id,
          fingerprintOf(findings[index], ensure),
        ]),
      ),
    };
  }

  private async look({ resource, ensure }: Target): Promise<Look> {
    const finding = await this.read(resource);
    const { whyKept } = typeOf(resource);
    if (ensure === 'present' || finding.found === undefined || !whyKept) {
      return finding;
    }
    const context = await this.contexts.forReading(resource.account);
    return {
      ...finding,
      whyKept: await whyKept(finding.found as any, context),
    };
  }

  /** What there is of one resource now. */
  async read(resource: DesiredResource): Promise<Finding> {
    try {
      const context = await this.contexts.forReading(resource.account);
      return findingOf(
        resource,
        await typeOf(resource).read(resource.properties as any, context),
      );
    } catch (error) {
      const { name, message } = error as Error;
      throw new ServiceUnavailableError(
        `${titleOfResource(
          resource.type,
          resource.properties as any,
        )} could not be read in account '${
          resource.account
        }': ${name}: ${message}`,
        error as Error,
      );
    }
  }
}

function toStep(options: {
  target: Target;
  finding: Look;
  managed: ManagedResource | undefined;
  subject: string;
  dependsOn: string[];
}): PlanStep {
  const { target, finding, managed, subject, dependsOn } = options;
  const { resource, ensure } = target;
  const { found, differences } = finding;
  const ownership =
    target.madeBySluice && !managed && found !== undefined
      ? 'sluice'
      : ownershipOf(finding, managed);
  const decided =
    ensure === 'present'
      ? { action: actionOf(resource, finding, ownership), why: resource.why }
      : removalOf(resource, { finding, managed, ownership, subject });
  return {
    id: resource.id,
    type: resource.type,
    account: resource.account,
    resource,
    title: titleOfResource(resource.type, resource.properties as any),
    action: decided.action,
    why: decided.why,
    dependsOn,
    ownership,
    differences: ensure === 'present' ? differences : [],
    ...(found !== undefined && { before: found as JsonValue }),
    ...(ensure === 'present' && {
      after: resource.properties as unknown as JsonValue,
    }),
    undo: typeOf(resource).undo,
  };
}

function ownershipOf(
  { found }: Finding,
  managed: ManagedResource | undefined,
): Ownership {
  if (found === undefined) return 'nobody';
  if (!managed) return 'other';
  return managed.origin === 'made' ? 'sluice' : 'adopted';
}

function actionOf(
  resource: DesiredResource,
  { found, differences }: Finding,
  ownership: Ownership,
): StepAction {
  if (found === undefined) return 'create';
  if (differences.length > 0) {
    return typeOf(resource).update ? 'update' : 'replace';
  }
  return ownership === 'other' ? 'adopt' : 'none';
}

function removalOf(
  resource: DesiredResource,
  options: {
    finding: Look;
    managed: ManagedResource | undefined;
    ownership: Ownership;
    subject: string;
  },
): { action: StepAction; why: string } {
  const { finding, managed, ownership, subject } = options;
  if (finding.found === undefined) {
    return { action: 'none', why: 'It is gone already.' };
  }
  const others = (managed?.claimedBy ?? []).filter(each => each !== subject);
  if (others.length > 0) {
    return { action: 'keep', why: `${others.join(', ')} needs it, too.` };
  }
  if (ownership !== 'sluice') {
    return {
      action: 'keep',
      why: 'Sluice did not make it, so it does not delete it.',
    };
  }
  if (finding.whyKept) return { action: 'keep', why: finding.whyKept };
  if (!typeOf(resource).delete) {
    return { action: 'keep', why: typeOf(resource).undo };
  }
  return { action: 'delete', why: 'It is no longer declared.' };
}
