import { BlueprintAccount } from '../blueprints/facts';
import { PlanStep } from '../changes';

/** What an export is made of. @public */
export interface ExportedPlan {
  steps: PlanStep[];
  accounts: BlueprintAccount[];
}

/** Whether a step is there to write something. */
export function writes({ action }: PlanStep): boolean {
  return ['create', 'update', 'replace', 'delete'].includes(action);
}

/**
 * The steps that there is something to do for. Beside those that write, these
 * are what is as wanted now, and may not be when a step before it has written: a
 * grant can bring an invitation to what was accepted.
 */
export function stepsToDo(steps: readonly PlanStep[]): PlanStep[] {
  const writing = new Set(steps.filter(writes).map(({ id }) => id));
  const isWanted = ({ action, after }: PlanStep) =>
    ['adopt', 'none'].includes(action) && after !== undefined;
  return steps.filter(
    step =>
      writes(step) ||
      (isWanted(step) && step.dependsOn.some(id => writing.has(id))),
  );
}

/** Steps with each after all that it depends on, otherwise as they stand. */
export function inOrder(steps: readonly PlanStep[]): PlanStep[] {
  const waiting = new Map(steps.map(step => [step.id, step]));
  const ordered: PlanStep[] = [];
  while (waiting.size > 0) {
    const next = [...waiting.values()].find(
      ({ dependsOn }) => !dependsOn.some(id => waiting.has(id)),
    );
    if (!next) {
      throw new Error(
        `The steps depend on each other in a circle: ${[...waiting.keys()].join(
          ', ',
        )}`,
      );
    }
    waiting.delete(next.id);
    ordered.push(next);
  }
  return ordered;
}

/** The account of a step. */
export function accountOf(
  { accounts }: ExportedPlan,
  { account, title }: PlanStep,
): BlueprintAccount {
  const found = accounts.find(({ name }) => name === account);
  if (!found) {
    throw new Error(`${title} is of account ${account}, which is not known.`);
  }
  return found;
}

/** AWS partition of a region, as ARNs begin with it. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return 'aws';
}
