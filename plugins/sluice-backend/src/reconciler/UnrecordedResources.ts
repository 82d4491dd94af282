import { DesiredResource } from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import { ChangeRow, StepRow } from './ChangeStore';
import { PlanStore } from './PlanStore';

type BegunStep = Pick<StepRow, 'change_id' | 'step_id' | 'status'>;

/**
 * What changes of a subject began to make, and never got to the record: a write
 * whose answer was lost took effect all the same.
 */
export class UnrecordedResources {
  private readonly knex: Knex;
  private readonly plans: PlanStore;

  constructor(options: { knex: Knex; plans: PlanStore }) {
    this.knex = options.knex;
    this.plans = options.plans;
  }

  async of(subject: string): Promise<DesiredResource[]> {
    const resources: DesiredResource[] = [];
    for (const { change_id: changeId, step_id: stepId } of await this.steps(
      subject,
    )) {
      const change = await this.knex<ChangeRow>('changes')
        .where({ id: changeId })
        .first();
      const { plan } = await this.plans.get(change!.plan_id);
      const step = plan.steps.find(({ id }) => id === stepId);
      if (step?.action === 'create') resources.push(step.resource);
    }
    return resources;
  }

  /** Those that began to write, and that neither they nor a later change brought to an end. */
  private async steps(subject: string): Promise<BegunStep[]> {
    const rows: BegunStep[] = await this.knex('change_steps')
      .join('changes', 'changes.id', 'change_steps.change_id')
      .where({ subject })
      .andWhere(begun =>
        begun
          .where('change_steps.status', 'done')
          .orWhere('change_steps.written', true),
      )
      .orderBy('changes.position')
      .select(
        'change_steps.change_id',
        'change_steps.step_id',
        'change_steps.status',
      );
    const latest = new Map(rows.map(row => [row.step_id, row]));
    return [...latest.values()].filter(({ status }) => status !== 'done');
  }
}
