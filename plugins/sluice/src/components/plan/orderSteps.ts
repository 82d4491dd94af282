import {
  afterDependencies,
  type SluiceApi,
} from '@sluice/plugin-sluice-common';

type Step = SluiceApi.PlanStep;

/** Ordered steps by account; accounts in the order of their first step. */
export function stepsByAccount(
  steps: readonly Step[],
): { account: string; steps: Step[] }[] {
  const groups = new Map<string, Step[]>();
  for (const step of afterDependencies(steps)) {
    groups.set(step.account, [...(groups.get(step.account) ?? []), step]);
  }
  return [...groups].map(([account, ofAccount]) => ({
    account,
    steps: ofAccount,
  }));
}
