import { SluiceApi } from '@sluice/plugin-sluice-common';

type Action = SluiceApi.PlanStep['action'];

const DONE: Record<Action, string> = {
  create: 'Created',
  adopt: 'Adopted',
  update: 'Updated',
  replace: 'Replaced',
  delete: 'Deleted',
  keep: 'Kept',
  none: 'Left',
};

/** Turns the progress of a change's steps into lines of a log, each said once. */
export class StepLog {
  private readonly steps: Map<string, SluiceApi.PlanStep>;
  private readonly said = new Set<string>();

  /** @param known - progress that needs no telling */
  constructor(plan: SluiceApi.Plan, known: SluiceApi.ChangeStep[]) {
    this.steps = new Map(plan.steps.map(step => [step.id, step]));
    this.read(known);
  }

  /** @returns what is new since the last time, in the order of the plan */
  read(progress: SluiceApi.ChangeStep[]): string[] {
    return progress.flatMap(each => {
      const step = this.steps.get(each.id);
      if (!step || step.action === 'none') return [];
      const line = describe(step, each);
      if (!line || this.said.has(line)) return [];
      this.said.add(line);
      return [line];
    });
  }
}

function describe(
  { action, title }: SluiceApi.PlanStep,
  { status, attempts, waitingFor, error }: SluiceApi.ChangeStep,
): string | undefined {
  switch (status) {
    case 'pending':
      return undefined;
    case 'running':
      if (waitingFor) return `${title}: ${waitingFor}`;
      return attempts > 1
        ? `${title}: ${action}, attempt ${attempts}`
        : `${title}: ${action}`;
    case 'done':
      return `${DONE[action]} ${title}`;
    case 'failed':
      return `Failed to ${action} ${title}: ${error?.message ?? 'no reason'}`;
    case 'blocked':
      return `Not reached: ${title}`;
    default:
      return `${title}: ${status satisfies never}`;
  }
}
