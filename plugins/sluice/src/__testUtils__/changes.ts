import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { CARE } from './fakeSluiceApi';

const CONSUMER = 'healthcare-consumer';
const PRODUCER = 'healthcare-producer';

/** A step that makes something that is not there, unless told otherwise. */
export function step(
  id: string,
  overrides: Partial<Models.PlanStep> = {},
): Models.PlanStep {
  const account = overrides.account ?? CONSUMER;
  return {
    id,
    type: 'iamRole',
    account,
    resource: {
      id,
      type: 'iamRole',
      account,
      properties: {},
      dependsOn: [],
      why: '',
    },
    title: `IAM role ${id}`,
    action: 'create',
    why: `${id} is needed.`,
    dependsOn: [],
    ownership: 'nobody',
    differences: [],
    undo: 'Undo deletes it.',
    ...overrides,
  };
}

/** One step of each kind that matters, in two accounts. */
export const plan: Models.Plan = {
  id: 'plan-1',
  kind: 'apply',
  subject: CARE,
  title: 'Onboard patients-care in healthcare-consumer',
  declaration: {
    kind: 'consumerTeam',
    team: CARE,
    account: CONSUMER,
    jobExecutionRole: 'care',
  },
  createdAt: '2026-01-01T00:00:00Z',
  createdBy: 'user:default/priya.sharma',
  steps: [
    step('permission', {
      account: PRODUCER,
      title: 'SELECT on table healthcare_db.patients',
      dependsOn: ['role'],
    }),
    step('role', {
      title: 'IAM role care',
      action: 'update',
      ownership: 'adopted',
      undo: 'Undo puts the trust back.',
      differences: [
        { path: 'description', before: 'Old', after: 'Care team' },
        { path: 'tags', after: ['care'] },
      ],
      before: { Version: '2012-10-17', Statement: ['old'] },
      after: { Statement: ['new'], Version: '2012-10-17' },
    }),
    step('bucket', {
      title: 'S3 bucket jobs',
      action: 'none',
      ownership: 'sluice',
    }),
  ],
  findings: [],
  consequences: [
    {
      principal: 'arn:aws:iam::222222222222:role/care',
      team: 'Patients Care',
      table: 'healthcare_db.patients',
      catalogId: '111111111111',
      before: { level: 'none' },
      after: {
        level: 'partial',
        visibleColumns: 8,
        totalColumns: 9,
        rows: { kind: 'all' },
      },
      text: 'Patients Care gains 8 columns.',
    },
  ],
};

/** A change whose plan is {@link plan}, one step of three done. */
export function change(
  status: Models.ChangeStatus,
  overrides: Partial<Models.Change> = {},
): Models.Change {
  return {
    summary: {
      id: 'change-1',
      planId: plan.id,
      kind: plan.kind,
      subject: plan.subject,
      title: plan.title,
      status,
      createdAt: '2026-01-01T00:01:00Z',
      createdBy: plan.createdBy,
      reason: 'Ticket 7',
      stepsDone: 1,
      stepsTotal: 3,
    },
    plan,
    steps: [
      { id: 'bucket', status: 'done', attempts: 1 },
      { id: 'role', status: 'running', attempts: 1 },
      { id: 'permission', status: 'pending', attempts: 0 },
    ],
    journal: [
      {
        at: '2026-01-01T00:01:01Z',
        event: 'taken',
        message: 'Taken by backend 1',
      },
      {
        at: '2026-01-01T00:01:02Z',
        stepId: 'role',
        event: 'started',
        message: 'Updating',
      },
    ],
    ...overrides,
  };
}
