import { SluiceApi } from '@sluice/plugin-sluice-common';

export const ROLE_NAME = 'population_research_job_role';
export const ROLE_ARN = `arn:aws:iam::444455556666:role/${ROLE_NAME}`;

export function planStep(
  id: string,
  options: Partial<SluiceApi.PlanStep> = {},
): SluiceApi.PlanStep {
  const type = options.type ?? 'iamPolicy';
  return {
    id,
    type,
    account: 'healthcare-consumer',
    resource: {
      id,
      type,
      account: 'healthcare-consumer',
      properties: {},
      dependsOn: [],
      why: 'It is needed.',
    },
    title: `The ${id}`,
    action: 'create',
    why: 'It is needed.',
    dependsOn: [],
    ownership: 'nobody',
    differences: [],
    undo: 'Delete it.',
    ...options,
  };
}

export function plan(options: Partial<SluiceApi.Plan> = {}): SluiceApi.Plan {
  return {
    id: 'plan-1',
    kind: 'apply',
    subject: 'group:default/population-research',
    title: 'Onboard population-research',
    createdAt: '2026-01-01T00:00:00Z',
    createdBy: 'user:default/lena.fischer',
    steps: [planStep('policy'), planStep('role')],
    findings: [],
    consequences: [],
    ...options,
  };
}

type Progress = Partial<SluiceApi.ChangeStep> | SluiceApi.ChangeStep['status'];

/** A change with the progress of its steps, by id. */
export function change(
  of: SluiceApi.Plan,
  status: SluiceApi.ChangeStatus,
  progress: Record<string, Progress>,
): SluiceApi.Change {
  const steps = of.steps.map(({ id }): SluiceApi.ChangeStep => {
    const each = progress[id] ?? 'pending';
    return {
      id,
      status: 'pending',
      attempts: 1,
      ...(typeof each === 'string' ? { status: each } : each),
    };
  });
  return {
    summary: {
      id: 'change-1',
      planId: of.id,
      kind: of.kind,
      subject: of.subject,
      title: of.title,
      status,
      createdAt: of.createdAt,
      createdBy: of.createdBy,
      reason: 'because',
      stepsDone: steps.filter(step => step.status === 'done').length,
      stepsTotal: steps.length,
    },
    plan: of,
    steps,
    journal: [],
  };
}
