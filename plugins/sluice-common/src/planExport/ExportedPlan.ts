import { BlueprintAccount } from '../blueprints/facts';
import { PlanStep } from '../changes';

/** What an export is made of. @public */
export interface ExportedPlan {
  steps: PlanStep[];
  accounts: BlueprintAccount[];
}

/** Whether a step writes anything; the others are mentioned only. */
export function writes({ action }: PlanStep): boolean {
  return ['create', 'update', 'replace', 'delete'].includes(action);
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
