import { JsonObject } from '@backstage/types';
import { SluiceApi } from '@sluice/plugin-sluice-common';
import { createOnboardTeamAction } from '../actions';
import { change, plan, planStep } from '../__testUtils__/changes';
import { FakeSluice, refusal } from '../__testUtils__/FakeSluice';
import { FakeTask } from '../__testUtils__/FakeTask';

const INPUT = {
  team: 'group:default/population-research',
  account: 'healthcare-consumer',
  jobExecutionRole: 'population_research_job_role',
  reason: 'a study',
};

/** Onboarding stands for all actions that apply a declaration. */
function setup(looks: SluiceApi.Change[] = [], thePlan = plan()) {
  const api = new FakeSluice(thePlan, looks);
  const task = new FakeTask();
  const action = createOnboardTeamAction({
    api,
    appBaseUrl: 'https://portal.example.org',
    pollMs: 0,
  });
  const run = (options = {}, input: JsonObject = INPUT) =>
    task.run(action, input, options);
  return { api, task, run };
}

const done = change(plan(), 'succeeded', { policy: 'done', role: 'done' });
const halfWay = change(plan(), 'applying', { policy: 'done', role: 'running' });
const failed = change(plan(), 'failed', {
  policy: 'done',
  role: {
    status: 'failed',
    error: {
      name: 'AccessDenied',
      message: 'Not authorized to perform iam:CreateRole.',
      advice: 'Attach the policy of Sluice to its role.',
    },
  },
});

describe('applyDeclaration', () => {
  it('plans, applies, and logs each transition once', async () => {
    const waiting = change(plan(), 'applying', {
      policy: 'done',
      role: { status: 'running', waitingFor: 'Waiting for IAM' },
    });
    const { api, task, run } = setup([
      change(plan(), 'queued', {}),
      change(plan(), 'applying', { policy: 'running' }),
      change(plan(), 'applying', { policy: 'running' }),
      halfWay,
      waiting,
      waiting,
      done,
    ]);
    await run();
    expect(api.asked).toEqual(['plan to apply', 'change of plan-1: a study']);
    expect(task.log).toEqual([
      'Plan plan-1: Onboard population-research',
      'Steps: 2 to create.',
      "Nobody's access to data changes.",
      'Change change-1 started: https://portal.example.org/sluice/changes/change-1',
      'The policy: create',
      'Created The policy',
      'The role: create',
      'The role: Waiting for IAM',
      'Created The role',
      'Onboard population-research: done.',
    ]);
    expect(task.outputs).toMatchObject({
      outcome: 'applied',
      planId: 'plan-1',
      planUrl: '/sluice/plans/plan-1',
      changeId: 'change-1',
      changeUrl: '/sluice/changes/change-1',
    });
  });

  it('says what is wrong with the input before anything is asked', async () => {
    const { api, run } = setup();
    await expect(run({}, { ...INPUT, team: 'nobody' })).rejects.toThrow(
      'team: is no full entity ref',
    );
    expect(api.asked).toEqual([]);
  });

  it('shows steps and consequences in a dry run, and changes nothing', async () => {
    const { api, task, run } = setup(
      [],
      plan({
        steps: [
          planStep('policy', { action: 'none' }),
          planStep('role', { action: 'update' }),
        ],
        findings: [
          {
            rule: 'V9',
            severity: 'warning',
            message: 'Spark is old.',
            docsUrl: 'https://docs.example.org/v9',
          },
        ],
        consequences: [
          {
            principal: 'role',
            table: 'healthcare_db.patients',
            catalogId: '111122223333',
            before: { level: 'none' },
            after: { level: 'full' },
            text: 'Population Research gains 9 columns',
          },
        ],
      }),
    );
    await run({ isDryRun: true });
    expect(api.asked).toEqual(['plan to apply']);
    expect(task.log).toEqual([
      'Plan plan-1: Onboard population-research',
      'Steps: 1 to update, 1 already as wanted.',
      'Access afterwards: Population Research gains 9 columns',
      'warning V9: Spark is old. See https://docs.example.org/v9',
      'update The role in healthcare-consumer: It is needed.',
      'Dry run: nothing was changed.',
    ]);
    expect(task.outputs).toMatchObject({
      outcome: 'planned',
      planId: 'plan-1',
    });
    expect(task.outputs).not.toHaveProperty('changeId');
  });

  it('starts no change when there is nothing to do', async () => {
    const { api, task, run } = setup(
      [],
      plan({ steps: [planStep('policy', { action: 'none' })] }),
    );
    await run();
    expect(api.asked).toEqual(['plan to apply']);
    expect(task.log).toContain('Nothing to do: all is as wanted.');
    expect(task.outputs).toMatchObject({ outcome: 'nothing to do' });
  });

  it.each([
    ['adopt', 'Adopted The role'],
    // What is no longer declared is let go of.
    ['keep', 'Kept The role'],
  ] as const)(
    'has work where it is only to %s things',
    async (action, line) => {
      const thePlan = plan({ steps: [planStep('role', { action })] });
      const { task, run } = setup(
        [change(thePlan, 'succeeded', { role: 'done' })],
        thePlan,
      );
      await run();
      expect(task.log).toContain(line);
    },
  );

  it('stops at errors of preflight, and plans afresh the next time', async () => {
    const { api, run } = setup(
      [],
      plan({
        findings: [
          { rule: 'V17', severity: 'error', message: 'Too many accounts.' },
          { rule: 'V1', severity: 'info', message: 'By the way.' },
        ],
      }),
    );
    const error = {
      name: 'InputError',
      message:
        'Onboard population-research is not possible: error V17: Too many accounts.',
    };
    await expect(run()).rejects.toMatchObject(error);
    await expect(run()).rejects.toMatchObject(error);
    expect(api.asked).toEqual(['plan to apply', 'plan to apply']);
  });

  it('says which step failed, why, and what to do', async () => {
    const { run } = setup([failed]);
    await expect(run()).rejects.toThrow(
      'Onboard population-research: the change is failed, 1 of 2 steps are done. The role: AccessDenied: Not authorized to perform iam:CreateRole. Attach the policy of Sluice to its role. See https://portal.example.org/sluice/changes/change-1',
    );
  });

  it('goes on with the change that an earlier run started', async () => {
    const { api, task, run } = setup([failed]);
    await expect(run()).rejects.toThrow('the change is failed');
    api.goesOn(failed, halfWay, done);
    api.asked.length = 0;
    task.log.length = 0;
    await run();
    expect(api.asked).toEqual(['resume change-1']);
    expect(task.log).toEqual([
      'Going on with change change-1, 1 of 2 steps done: https://portal.example.org/sluice/changes/change-1',
      'Created The role',
      'Onboard population-research: done.',
    ]);
    expect(task.outputs).toMatchObject({
      outcome: 'applied',
      changeId: 'change-1',
    });
  });

  it('does not resume what still runs', async () => {
    const { api, run } = setup([halfWay]);
    const controller = new AbortController();
    api.onLook = () => controller.abort();
    await expect(run({ signal: controller.signal })).rejects.toThrow();
    api.onLook = () => {};
    api.asked.length = 0;
    api.goesOn(halfWay, halfWay, done);
    await run();
    expect(api.asked).toEqual([]);
  });

  it('begins anew for another input', async () => {
    const { api, run } = setup([done]);
    await run();
    await run({}, { ...INPUT, namespace: 'population-research' });
    expect(api.plans).toHaveLength(2);
  });

  it('stops the change when the task is cancelled', async () => {
    const { api, run } = setup([halfWay]);
    const controller = new AbortController();
    api.onLook = () => controller.abort();
    await expect(run({ signal: controller.signal })).rejects.toThrow(
      'The task was cancelled, so change change-1 stops after the steps that run now. Resume or undo it: https://portal.example.org/sluice/changes/change-1',
    );
    expect(api.asked).toContain('cancel change-1');
  });

  it('outlives a backend that restarts', async () => {
    const { api, task, run } = setup([halfWay, done]);
    const error = await refusal(503, 'ServiceUnavailableError', 'restarting');
    let left = 3;
    api.onLook = () => {
      left -= 1;
      if (left >= 0) throw error;
    };
    await run();
    expect(task.outputs).toMatchObject({ outcome: 'applied' });
  });

  it.each([
    ['refused', 403, 1],
    ['gone for good', 503, 6],
  ])('stops looking when it is %s', async (_, status, looks) => {
    const { api, run } = setup([halfWay]);
    const error = await refusal(status, 'NotAllowedError', 'not for you');
    let count = 0;
    api.onLook = () => {
      count += 1;
      throw error;
    };
    await expect(run()).rejects.toThrow(
      'Change change-1 could not be followed; it goes on by itself: https://portal.example.org/sluice/changes/change-1; caused by NotAllowedError: not for you',
    );
    expect(count).toBe(looks);
    expect(api.asked).not.toContain('cancel change-1');
  });

  it('passes on what the backend says against a plan', async () => {
    const { api, run } = setup();
    const error = await refusal(400, 'InputError', 'No account x is connected');
    api.createPlan = async () => {
      throw error;
    };
    await expect(run()).rejects.toMatchObject({
      name: 'InputError',
      message: 'No account x is connected',
    });
  });
});
