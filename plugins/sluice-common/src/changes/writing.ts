import { PlanStep, StepAction } from './plan';

const WRITING: readonly StepAction[] = [
  'create',
  'update',
  'replace',
  'delete',
];

/** Whether something is different after a step. @public */
export function isWriting({ action }: Pick<PlanStep, 'action'>): boolean {
  return WRITING.includes(action);
}

/**
 * The steps that there is something to do for. Beside those that write, these
 * are what is as wanted now, and may not be when a step before it has written: a
 * grant can bring an invitation to what was accepted.
 * @public
 */
export function stepsToDo(steps: readonly PlanStep[]): PlanStep[] {
  const writing = new Set(steps.filter(isWriting).map(({ id }) => id));
  const isWanted = ({ action, after }: PlanStep) =>
    (action === 'adopt' || action === 'none') && after !== undefined;
  return steps.filter(
    step =>
      isWriting(step) ||
      (isWanted(step) && step.dependsOn.some(id => writing.has(id))),
  );
}
