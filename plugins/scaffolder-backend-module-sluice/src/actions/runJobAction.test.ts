import { JsonObject } from '@backstage/types';
import { expectation, jobCheck, jobRun } from '../__testUtils__/jobs';
import { plan } from '../__testUtils__/changes';
import { FakeSluice, refusal } from '../__testUtils__/FakeSluice';
import { FakeTask } from '../__testUtils__/FakeTask';
import { createRunJobAction } from './runJobAction';

const TEAM = 'group:default/population-research';
const VERIFY = { team: TEAM, kind: 'verification' };
const SCRIPT = { team: TEAM, kind: 'script', script: 'patients_care_team.py' };
const PAGE = 'https://portal.example.org/sluice';

function setup(...runs: FakeSluice['runs']) {
  const api = new FakeSluice(plan());
  api.runs = runs;
  const task = new FakeTask();
  const action = createRunJobAction({
    api,
    appBaseUrl: 'https://portal.example.org',
    pollMs: 0,
  });
  const run = (input: JsonObject = VERIFY, options = {}) =>
    task.run(action, input, options);
  return { api, task, run };
}

const ended = (
  state: 'COMPLETED' | 'FAILED',
  verdict: 'agrees' | 'differs' | 'unproved',
) => jobRun(state, { attestation: { id: 'attestation-1', verdict } });
const proved = ended('COMPLETED', 'agrees');

describe('sluice:job:run', () => {
  it('checks, starts, logs each state once, and waits for the proof', async () => {
    const { api, task, run } = setup(
      jobRun('PENDING'),
      jobRun('RUNNING'),
      jobRun('RUNNING'),
      jobRun('COMPLETED'),
      proved,
    );
    await run({
      ...VERIFY,
      expectedRows: [{ table: 'resource:p/db.patients', rows: 5 }],
      // As a form leaves what was filled in for the other kind.
      script: 'patients_care_team.py',
    });
    expect(api.asked).toEqual([
      `check verification of ${TEAM}`,
      `run verification of ${TEAM}`,
    ]);
    expect(api.jobs).toEqual([
      {
        ...VERIFY,
        expectedRows: [{ table: 'resource:p/db.patients', rows: 5 }],
        requestKey: expect.stringMatching(/^[a-z0-9]{64}$/),
        origin: 'template',
      },
    ]);
    expect(task.log).toEqual([
      'At most 6 vCPU and 12 GB of memory at once, about 0.07 USD an hour without the machines.',
      "Expected of consumer_healthcare_db.rl_patients: columns state, city; rows where state = 'Texas'; 5 of them",
      'Expected of consumer_healthcare_db.rl_claims: it is denied',
      `Job run run-1: ${PAGE}/jobs/run-1`,
      'PENDING',
      'RUNNING',
      'COMPLETED',
      `Population Research reads what it is to read. See ${PAGE}/attestations/attestation-1`,
    ]);
    expect(task.outputs).toEqual({
      outcome: 'completed',
      jobRunId: 'run-1',
      jobRunUrl: '/sluice/jobs/run-1',
      state: 'COMPLETED',
      attestationId: 'attestation-1',
      attestationUrl: '/sluice/attestations/attestation-1',
      verdict: 'agrees',
    });
  });

  it('runs a script with its arguments', async () => {
    const { api, task, run } = setup(jobRun('COMPLETED', { kind: 'script' }));
    await run({ ...SCRIPT, arguments: ['--limit', '5'], profile: 'seed' });
    expect(api.jobs).toEqual([
      {
        team: TEAM,
        kind: 'script',
        script: { name: 'patients_care_team.py' },
        arguments: ['--limit', '5'],
        profile: 'seed',
        requestKey: expect.any(String),
        origin: 'template',
      },
    ]);
    expect(task.outputs).toMatchObject({
      outcome: 'completed',
      state: 'COMPLETED',
    });
    expect(task.outputs).not.toHaveProperty('verdict');
  });

  it.each(['differs', 'unproved'] as const)(
    'fails with the sentence of an attestation that %s, unless told not to',
    async verdict => {
      const { api, task, run } = setup(ended('FAILED', verdict));
      api.proof = '3 rows are outside of the row filter.';
      await expect(run()).rejects.toThrow(
        `3 rows are outside of the row filter. See ${PAGE}/attestations/attestation-1`,
      );
      expect(task.outputs).toMatchObject({ state: 'FAILED', verdict });

      await run({ ...VERIFY, failOnDifference: false });
      expect(task.log).toContain(
        `warning: 3 rows are outside of the row filter. See ${PAGE}/attestations/attestation-1`,
      );
      expect(task.outputs).toMatchObject({ outcome: 'completed', verdict });
    },
  );

  it('says why a run failed and what to do', async () => {
    const { run } = setup(
      jobRun('FAILED', {
        kind: 'script',
        name: 'patients',
        failureReason: 'USER_ERROR',
        explanation: 'The script ended with an error. Read its log.',
      }),
    );
    await expect(run(SCRIPT)).rejects.toThrow(
      `patients is FAILED. USER_ERROR The script ended with an error. Read its log. See ${PAGE}/jobs/run-1`,
    );
  });

  it('does not take a verification without a result for a proof', async () => {
    const { run } = setup(jobRun('COMPLETED'));
    await expect(run()).rejects.toThrow('its result was not taken in yet');
  });

  it('only starts the run if nobody waits for it', async () => {
    const { task, run } = setup(jobRun('FAILED'));
    await run({ ...VERIFY, wait: false });
    expect(task.outputs).toEqual({
      outcome: 'started',
      jobRunId: 'run-1',
      jobRunUrl: '/sluice/jobs/run-1',
    });
  });

  it('follows the run that it started when the task is recovered', async () => {
    const { api, task, run } = setup(jobRun('RUNNING'));
    const controller = new AbortController();
    api.onLook = () => controller.abort();
    await expect(run(VERIFY, { signal: controller.signal })).rejects.toThrow();
    api.onLook = () => {};
    // What a verification that failed saw may yet be taken in.
    api.runs = [jobRun('FAILED'), jobRun('FAILED'), proved];
    await run();
    expect(api.jobs).toHaveLength(1);
    expect(task.log).toContain('Going on with job run run-1.');
    expect(task.outputs).toMatchObject({ outcome: 'completed' });
  });

  it('sends the same key until it is known that the run was started', async () => {
    const { api, run } = setup(proved);
    const createJobRun = api.createJobRun.bind(api);
    api.createJobRun = async draft => {
      await createJobRun(draft);
      throw new Error('The answer was lost');
    };
    await expect(run()).rejects.toThrow('The answer was lost');
    api.createJobRun = createJobRun;
    await run();
    expect(api.jobs).toHaveLength(2);
    expect(api.jobs[0].requestKey).toBe(api.jobs[1].requestKey);
  });

  it('starts another run when the task is tried again after one that failed', async () => {
    const { api, run } = setup(ended('FAILED', 'differs'));
    await expect(run()).rejects.toThrow();
    await expect(run()).rejects.toThrow();
    api.runs = [ended('FAILED', 'differs'), ended('FAILED', 'differs'), proved];
    await run();
    const keys = api.jobs.map(({ requestKey }) => requestKey);
    expect(new Set(keys).size).toBe(3);
    // What has succeeded is not run again.
    await run();
    expect(api.jobs).toHaveLength(3);
  });

  it('leaves the run alone when the task is cancelled, and says so', async () => {
    const { api, run } = setup(jobRun('RUNNING'));
    const controller = new AbortController();
    api.onLook = () => controller.abort();
    await expect(run(VERIFY, { signal: controller.signal })).rejects.toThrow(
      `The task was cancelled, but job run run-1 goes on by itself. It can be cancelled on its page: ${PAGE}/jobs/run-1`,
    );
  });

  it('only checks in a dry run', async () => {
    const { api, task, run } = setup();
    await run(VERIFY, { isDryRun: true });
    expect(api.asked).toEqual([`check verification of ${TEAM}`]);
    expect(task.outputs).toEqual({ outcome: 'checked' });
    expect(task.log).toContain('Dry run: nothing was started.');
  });

  it.each([true, false])(
    'starts nothing that breaks a rule (dry run: %s)',
    async isDryRun => {
      const { api, run } = setup();
      api.jobCheck = jobCheck({
        problems: [
          { rule: 'V4', severity: 'error', message: 'No RDD.', line: 7 },
          { rule: 'V9', severity: 'warning', message: 'It is old.' },
        ],
      });
      await expect(run(SCRIPT, { isDryRun })).rejects.toThrow(
        /^The job cannot run: error V4, line 7: No RDD\.$/,
      );
      expect(api.jobs).toEqual([]);
    },
  );

  it('misses the name of the script', async () => {
    const { api, run } = setup();
    await expect(run({ team: TEAM, kind: 'script' })).rejects.toThrow(
      'script is missing',
    );
    expect(api.asked).toEqual([]);
  });

  it('passes on what the backend says against it', async () => {
    const { api, run } = setup();
    api.createJobRun = async () => {
      throw await refusal(403, 'NotAllowedError', 'Not your team');
    };
    await expect(run()).rejects.toThrow('Not your team');
  });

  describe('of a team that is to read nothing', () => {
    const NOTHING = jobCheck({
      expectations: [expectation('claims', { access: 'denied' })],
    });
    const SKIPPED = `Skipped: ${TEAM} is to read nothing yet, so there is nothing to verify.`;

    it('skips where it is told to', async () => {
      const { api, task, run } = setup();
      api.jobCheck = NOTHING;
      await run({ ...VERIFY, skipWithoutAccess: true });
      expect(task.log).toEqual([SKIPPED]);
      expect(task.outputs).toEqual({ outcome: 'skipped' });
      expect(api.jobs).toEqual([]);
    });

    it('skips a team that is not there in a dry run', async () => {
      const { api, task, run } = setup();
      const error = await refusal(404, 'NotFoundError', 'No such team');
      api.checkJob = async () => {
        throw error;
      };
      await run({ ...VERIFY, skipWithoutAccess: true }, { isDryRun: true });
      expect(task.log).toEqual([SKIPPED]);
      await expect(run(VERIFY, { isDryRun: true })).rejects.toThrow(
        'No such team',
      );
    });

    it('proves that all is denied otherwise', async () => {
      const { api, run } = setup(proved);
      api.jobCheck = NOTHING;
      await run();
      expect(api.jobs).toHaveLength(1);
    });
  });
});
