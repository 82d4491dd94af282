import type { SluiceApi } from '@sluice/plugin-sluice-common';

type Step = SluiceApi.PlanStep;

/**
 * Steps with what they depend on before them, otherwise in their given order.
 * Dependencies that are not of the plan are taken to be there.
 */
export function inTopologicalOrder(steps: readonly Step[]): Step[] {
  const byId = new Map(steps.map(step => [step.id, step]));
  const ordered = new Set<Step>();
  const visited = new Set<string>();
  const visit = (step: Step) => {
    if (visited.has(step.id)) return;
    visited.add(step.id);
    for (const id of step.dependsOn) {
      const dependency = byId.get(id);
      if (dependency) visit(dependency);
    }
    ordered.add(step);
  };
  steps.forEach(visit);
  return [...ordered];
}

/** Ordered steps by account; accounts in the order of their first step. */
export function stepsByAccount(
  steps: readonly Step[],
): { account: string; steps: Step[] }[] {
  const groups = new Map<string, Step[]>();
  for (const step of inTopologicalOrder(steps)) {
    groups.set(step.account, [...(groups.get(step.account) ?? []), step]);
  }
  return [...groups].map(([account, ofAccount]) => ({
    account,
    steps: ofAccount,
  }));
}
