import { Plan, PlanStep } from './plan';

/**
 * Whether applying the plan does anything, to the world or to what Sluice has on
 * record of it. To keep a thing is something: the subject lets go of it, and
 * would hold it for ever otherwise. A removal or an undo always does: if nothing
 * else, it takes the declaration back, which must not be held up by things that
 * are gone already or stay.
 * @public
 */
export function hasSomethingToDo({
  kind,
  steps,
}: {
  kind: Plan['kind'];
  steps: readonly Pick<PlanStep, 'action'>[];
}): boolean {
  return kind !== 'apply' || steps.some(({ action }) => action !== 'none');
}
