import { TestDatabases } from '@backstage/backend-test-utils';
import { randomUUID } from 'crypto';
import { Knex } from 'knex';
import { dumpTables } from '../__testUtils__/dumpTables';
import { CLAIMS } from '../__testUtils__/healthcare';
import { Anybody } from '../__testUtils__/startSluice';
import {
  ASKED,
  LESS,
  PEOPLE,
  startRequestApi,
  TEAM,
} from './__testUtils__/startRequestApi';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

const EVERYBODY: Anybody[] = [...PEOPLE, 'service', 'nobody'];
const GAINS =
  "Claims Care Team gains healthcare_db.patients: 2 of 9 columns, rows where state = 'Texas'.";

describe.each(databases.eachSupportedId())('checks on %s', databaseId => {
  let knex: Knex;
  let api: Awaited<ReturnType<typeof startRequestApi>>;
  let id: string;
  beforeAll(async () => {
    knex = await databases.init(databaseId);
    api = await startRequestApi({ knex });
    id = await api.make('pending');
  });

  /** What each is told, or the status of a refusal. Nothing is kept of it. */
  async function told(
    ask: (persona: Anybody) => ReturnType<typeof api.get>,
    view: (body: any) => unknown,
  ): Promise<Record<string, unknown>> {
    const before = await dumpTables(knex);
    const answers: Record<string, unknown> = {};
    for (const persona of EVERYBODY) {
      const { status, body } = await ask(persona);
      answers[persona] = status === 200 ? view(body) : status;
    }
    expect(await dumpTables(knex)).toEqual(before);
    return answers;
  }
  const consequencesOf = ({ consequences }: any) =>
    consequences.map(({ text }: any) => text);

  // Approvers see the request, and not what else the team reads.
  const SEEN_BY_READERS = {
    patientsCare: 403,
    claimsCare: [GAINS],
    claimsMate: [GAINS],
    research: 403,
    patientsOwner: [GAINS],
    standIn: [],
    privacyOfficer: [],
    claimsOwner: 403,
    dataOffice: 403,
    platform: [GAINS],
    auditor: [GAINS],
    nobody: 401,
  };

  it('tell of a request to those who may see it', async () => {
    expect(
      await told(
        persona => api.get(persona, `/requests/${id}/check`),
        consequencesOf,
      ),
    ).toEqual({ ...SEEN_BY_READERS, service: [GAINS] });
  });

  it('tell of a counter-offer to those who may see the request', async () => {
    expect(
      await told(
        persona =>
          api.post(persona, '/request-checks', {
            team: TEAM,
            terms: ASKED,
            requestId: id,
          }),
        consequencesOf,
      ),
    ).toEqual({ ...SEEN_BY_READERS, service: 403 });
  });

  it('tell of terms to the team that would ask', async () => {
    expect(
      await told(
        persona =>
          api.post(persona, '/request-checks', { team: TEAM, terms: LESS }),
        ({ steps, findings }) => [findings, ...steps.map((s: any) => s.title)],
      ),
    ).toEqual({
      ...Object.fromEntries(PEOPLE.map(persona => [persona, 403])),
      claimsCare: [[], 'Owner of healthcare_db.patients'],
      claimsMate: [[], 'Owner of healthcare_db.patients'],
      service: 403,
      nobody: 401,
    });
    expect(api.auditEvents).toContainEqual({
      eventId: 'access-refused',
      outcome: 'failure',
      meta: { team: TEAM, permission: 'sluice.request.create' },
    });
  });

  it('say who would have to agree, and what is asked for already', async () => {
    const { body } = await api.post('claimsCare', '/request-checks', {
      team: TEAM,
      terms: ASKED,
    });
    expect(body.steps).toEqual([
      expect.objectContaining({
        state: 'waiting',
        approverRefs: ['group:default/patient-records'],
      }),
      expect.objectContaining({
        state: 'waiting',
        title: 'Privacy office',
        approverRefs: ['group:default/privacy'],
      }),
    ]);
    expect(body.overlaps).toContainEqual(
      expect.objectContaining({ kind: 'pending', requestId: id }),
    );
    expect(body.teamRefs).toBeUndefined();
  });

  it('do not count a request as one beside itself', async () => {
    const { body } = await api.get('patientsOwner', `/requests/${id}/check`);
    expect(body.overlaps).toEqual([]);
    expect(body.steps).toMatchObject([{ state: 'waiting' }, {}]);
  });

  it.each([
    [
      'a request that is not there',
      { requestId: randomUUID() },
      404,
      'There is no request',
    ],
    [
      'a predecessor that is not there',
      { supersedes: randomUUID() },
      404,
      'There is no request',
    ],
    [
      'terms of another length than a whole number',
      { terms: { ...ASKED, durationMinutes: 1.5 } },
      400,
      'durationMinutes',
    ],
    [
      'a filter that is none',
      {
        terms: { tables: [{ ...ASKED.tables[0], rowFilter: 'state = Texas' }] },
      },
      400,
      'is wrong at character 9, "Texas"',
    ],
    [
      'a column that is not there',
      { terms: { tables: [{ ...ASKED.tables[0], columns: ['stat'] }] } },
      400,
      'Did you mean state?',
    ],
  ])('refuse %s', async (_, changes, status, message) => {
    const response = await api.post('claimsCare', '/request-checks', {
      team: TEAM,
      terms: ASKED,
      ...changes,
    });
    expect(response.status).toBe(status);
    expect(response.body.error.message).toContain(message);
  });

  it('refuse terms of another team as a counter-offer', async () => {
    const { status, body } = await api.post('auditor', '/request-checks', {
      team: 'group:default/patients-care',
      terms: { tables: [{ table: CLAIMS, columns: ['status'] }] },
      requestId: id,
    });
    expect(status).toBe(400);
    expect(body.error.message).toContain('is not of');
  });

  it('tell everybody who is signed in what the limits are', async () => {
    const limits = {
      maxDurationMinutes: 365 * 24 * 60,
      defaultDurationMinutes: 90 * 24 * 60,
      sensitiveClassifications: ['pii'],
    };
    expect(
      await told(
        persona => api.get(persona, '/request-policy'),
        body => body,
      ),
    ).toEqual({
      ...Object.fromEntries(PEOPLE.map(persona => [persona, limits])),
      service: limits,
      nobody: 401,
    });
  });
});
