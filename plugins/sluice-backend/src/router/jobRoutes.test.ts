import { copyFile, readdir } from 'fs/promises';
import path from 'path';
import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { healthcareDeclarations } from '@sluice/plugin-sluice-backend-module-sandbox';
import { Knex } from 'knex';
import { CLAIMS_CARE, PATIENTS_CARE } from '../__testUtils__/catalog';
import { CONSUMER, PRODUCER, runOf } from '../__testUtils__/healthcare';
import { startHealthcareSandbox } from '../__testUtils__/startSandbox';
import { Anybody, startSluice } from '../__testUtils__/startSluice';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});
const directory = createMockDirectory();
const house = createMockDirectory();
const SCRIPTS = path.resolve(__dirname, '../../../../jobs');

const HOUSE_SCRIPT = {
  team: PATIENTS_CARE,
  kind: 'script',
  script: { name: 'patients_care_team' },
};
const VERIFICATION = { team: PATIENTS_CARE, kind: 'verification' };

describe('job routes', () => {
  let knex: Knex;
  let world: Awaited<ReturnType<typeof startHealthcareSandbox>>;
  let sluice: Awaited<ReturnType<typeof startSluice>>;
  let runId: string;

  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    for (const file of await readdir(SCRIPTS)) {
      if (/\.(py|json)$/.test(file)) {
        await copyFile(path.join(SCRIPTS, file), house.resolve(file));
      }
    }
    world = await startHealthcareSandbox(directory);
    sluice = await startSluice({
      knex,
      connection: world.connection,
      runs: [runOf(PRODUCER), runOf(CONSUMER)],
      config: {
        declarations: healthcareDeclarations,
        jobs: { directory: house.path, limits: { runsAtOnce: 5 } },
      },
    });
    const { body } = await sluice.post(
      'patientsCare',
      '/job-runs',
      HOUSE_SCRIPT,
    );
    runId = body.id;
  });
  afterAll(() => world.sandbox.close());

  it('starts a run, and says how it is', async () => {
    const { status, body } = await sluice.get(
      'patientsCare',
      `/job-runs/${runId}`,
    );
    expect([status, body.state, body.requestedBy]).toEqual([
      200,
      'PENDING',
      'user:default/patientscare',
    ]);
  });

  const optionsOf = (team: string) =>
    `/job-options?team=${encodeURIComponent(team)}`;

  it('says what a team can run, and what the caller may do', async () => {
    const { status, body } = await sluice.get(
      'patientsCare',
      optionsOf(PATIENTS_CARE),
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      missing: [],
      notices: [],
      accountName: 'healthcare-consumer',
      actions: ['run', 'verify', 'cancel', 'readLogs'],
      limits: { runsAtOnce: 5 },
    });
    expect(body.scripts.map(({ name }: any) => name)).toEqual([
      'patients_care_team',
      'claims_care_team',
    ]);
  });

  it('answers 404 for a team that is none', async () => {
    const { status, body } = await sluice.get(
      'platform',
      optionsOf('group:default/nobody'),
    );
    expect([status, body.error.message]).toEqual([
      404,
      expect.stringMatching(/No consumer team/),
    ]);
  });

  it('checks what would run, and starts nothing', async () => {
    const before = await knex('job_runs');
    const { status, body } = await sluice.post('patientsCare', '/job-checks', {
      ...HOUSE_SCRIPT,
      script: {
        name: 'mine',
        content: 'import os\nspark.sql("CREATE FUNCTION f AS \'x\'")\n',
      },
    });
    expect(status).toBe(200);
    expect(body.problems).toContainEqual(
      expect.objectContaining({ rule: 'V6', severity: 'error', line: 2 }),
    );
    expect(body.request.executionRoleArn).toMatch(/team1_execution_role$/);
    expect(body.cost.usdPerHour).toBeGreaterThan(0);
    expect(await knex('job_runs')).toEqual(before);
  });

  it.each<[Anybody, number, number]>([
    // runs a script, verifies
    ['patientsCare', 200, 200],
    ['claimsCare', 403, 403],
    ['patientsOwner', 403, 200],
    ['platform', 403, 200],
    ['auditor', 403, 403],
  ])('lets %s run: %d, verify: %d', async (who, runs, verifies) => {
    const check = async (draft: object) =>
      (await sluice.post(who, '/job-checks', draft)).status;
    expect(await check(HOUSE_SCRIPT)).toBe(runs);
    expect(await check(VERIFICATION)).toBe(verifies);
  });

  it.each<Anybody>(['claimsCare', 'patientsOwner', 'platform', 'auditor'])(
    'starts nothing as the team for %s',
    async who => {
      const before = await knex('job_runs').pluck('run_id');
      expect((await sluice.post(who, '/job-runs', HOUSE_SCRIPT)).status).toBe(
        403,
      );
      expect(await knex('job_runs').pluck('run_id')).toEqual(before);
    },
  );

  it.each<[Anybody, number, number, string[] | undefined]>([
    // sees the run, reads its log
    ['patientsCare', 200, 200, ['run', 'verify', 'cancel', 'readLogs']],
    ['patientsOwner', 200, 403, ['verify']],
    ['auditor', 200, 403, []],
    ['platform', 200, 403, ['verify', 'cancel']],
    ['claimsCare', 404, 404, undefined],
  ])('shows %s the run: %d, its log: %d', async (who, sees, reads, actions) => {
    const { status, body } = await sluice.get(who, `/job-runs/${runId}`);
    expect(status).toBe(sees);
    expect(body.actions).toEqual(actions);
    const log = await sluice.get(who, `/job-runs/${runId}/logs/stdout`);
    expect(log.status).toBe(reads);
    const list = await sluice.get(who, '/job-runs');
    expect(list.body.items.map(({ id }: any) => id)).toEqual(
      sees === 200 ? [runId] : [],
    );
  });

  it.each<[string, object, RegExp]>([
    ['no script', { ...HOUSE_SCRIPT, script: undefined }, /script is missing/],
    [
      'a script that is not offered',
      { ...HOUSE_SCRIPT, script: { name: 'load_healthcare' } },
      /not for teams to run/,
    ],
    [
      'a verification with arguments',
      { ...VERIFICATION, arguments: ['x'] },
      /arguments of its own/,
    ],
    [
      'rows of a script',
      { ...HOUSE_SCRIPT, expectedRows: [{ table: 'resource:a/b', rows: 1 }] },
      /expectedRows is for verifications/,
    ],
    ['no team', { ...HOUSE_SCRIPT, team: 'nobody' }, /no full entity ref/],
    [
      'a script too long',
      {
        ...HOUSE_SCRIPT,
        script: { name: 'mine', content: 'ä'.repeat(200_000) },
      },
      /400000 bytes/,
    ],
  ])('answers 400 for %s, and changes nothing', async (_, draft, message) => {
    const before = await knex('job_runs');
    const { status, body } = await sluice.post(
      'patientsCare',
      '/job-runs',
      draft,
    );
    expect([status, body.error.message]).toEqual([
      400,
      expect.stringMatching(message),
    ]);
    expect(await knex('job_runs')).toEqual(before);
  });

  it('leaves on record who started what, and who read a log', async () => {
    expect(sluice.auditEvents).toContainEqual(
      expect.objectContaining({
        eventId: 'job-run-start',
        outcome: 'success',
        meta: expect.objectContaining({
          team: PATIENTS_CARE,
          jobRunId: runId,
          roleArn: expect.stringMatching(/team1/),
        }),
      }),
    );
    expect(sluice.auditEvents).toContainEqual(
      expect.objectContaining({
        eventId: 'job-log-read',
        meta: expect.objectContaining({ jobRunId: runId, stream: 'stdout' }),
      }),
    );
    expect(sluice.auditEvents).toContainEqual(
      expect.objectContaining({
        eventId: 'access-refused',
        meta: expect.objectContaining({ permission: 'sluice.job.run' }),
      }),
    );
  });

  it('filters the list, and refuses a cursor of another', async () => {
    const items = async (query: string) =>
      (await sluice.get('auditor', `/job-runs?${query}`)).body.items.length;
    expect(await items(`team=${encodeURIComponent(PATIENTS_CARE)}`)).toBe(1);
    expect(await items(`team=${encodeURIComponent(CLAIMS_CARE)}`)).toBe(0);
    expect(await items('kind=verification')).toBe(0);
    expect(await items('state=PENDING')).toBe(1);
    expect((await sluice.get('auditor', '/job-runs?cursor=x')).status).toBe(
      400,
    );
  });

  it('cancels for those who may', async () => {
    const cancel = async (who: Anybody) =>
      (await sluice.post(who, `/job-runs/${runId}/cancel`, {})).status;
    expect(await cancel('claimsCare')).toBe(404);
    expect(await cancel('auditor')).toBe(403);
    expect(await cancel('platform')).toBe(202);
    expect(await cancel('patientsCare')).toBe(409);
  });

  it('offers no verification where its script is not there', async () => {
    const scripts = JSON.parse(house.content()!['scripts.json'] as string);
    house.addContent({
      'scripts.json': JSON.stringify(
        scripts.filter(({ name }: any) => name !== 'verify_access'),
      ),
    });
    const { body } = await sluice.get('patientsCare', optionsOf(PATIENTS_CARE));
    expect(body).toMatchObject({
      missing: [],
      notices: [expect.stringMatching(/^Nothing can be verified: .*directory/)],
      actions: ['run', 'cancel', 'readLogs'],
    });
    const { status } = await sluice.post(
      'patientsCare',
      '/job-runs',
      VERIFICATION,
    );
    expect(status).toBe(409);
  });
});
