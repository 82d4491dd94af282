import { TestDatabases } from '@backstage/backend-test-utils';
import { CLAIMS_CARE, PATIENTS_CARE } from '../__testUtils__/catalog';
import {
  CLAIMS,
  CONSUMER,
  consumerDocuments,
  PATIENTS,
  PRODUCER,
  runOf,
  TEAM1_ROLE,
  TEAM2_ROLE,
} from '../__testUtils__/healthcare';
import { Anybody, startSluice } from '../__testUtils__/startSluice';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

let sluice: Awaited<ReturnType<typeof startSluice>>;

beforeAll(async () => {
  sluice = await startSluice({
    knex: await databases.init('SQLITE_3'),
    runs: [runOf(PRODUCER), runOf(CONSUMER)],
  });
});

const get = (
  who: Anybody,
  question: string,
  query: Record<string, string> = {},
) => sluice.get(who, `/explorer/${question}?${new URLSearchParams(query)}`);

/** Who reads, as that person is told. */
const namesOf = ({ body }: { body: any }) =>
  body.items.map(({ team, principal }: any) => team?.title ?? principal);

describe('who can see', () => {
  it.each<[Anybody, string, string[], number]>([
    ['auditor', PATIENTS, ['Patients Care Team'], 0],
    ['auditor', CLAIMS, ['Claims Care Team', 'Patients Care Team'], 0],
    ['claimsOwner', CLAIMS, ['Claims Care Team', 'Patients Care Team'], 0],
    ['claimsCare', CLAIMS, ['Claims Care Team'], 1],
    ['patientsCare', PATIENTS, ['Patients Care Team'], 0],
    ['claimsCare', PATIENTS, [], 1],
  ])(
    'tells %s of %s: %j, and counts %i more',
    async (who, table, names, hidden) => {
      const answer = await get(who, 'who-can-see', { table });
      expect(answer.status).toBe(200);
      expect(namesOf(answer)).toEqual(names);
      expect(answer.body).toMatchObject({ hidden, total: names.length });
    },
  );

  it('says how much, and by what', async () => {
    const { body } = await get('auditor', 'who-can-see', { table: PATIENTS });
    expect(body.items).toEqual([
      expect.objectContaining({
        principal: TEAM1_ROLE,
        level: 'partial',
        ways: expect.arrayContaining(['accountShare']),
        text: expect.stringMatching(/^\d+ of \d+ columns/),
      }),
    ]);
    expect(body.levels).toEqual({ full: 0, partial: 1, unknown: 0 });
    expect(body.stale).toBe(false);
  });

  it('knows of a column who sees it, in any case', async () => {
    const of = (column: string) =>
      get('auditor', 'who-can-see', { table: PATIENTS, column });
    expect(namesOf(await of('STATE'))).toEqual(['Patients Care Team']);
    expect(namesOf(await of('ssn'))).toEqual([]);
  });

  it('searches, filters by level and goes page by page', async () => {
    const of = (query: Record<string, string>) =>
      get('auditor', 'who-can-see', { table: CLAIMS, ...query });
    expect(namesOf(await of({ search: 'patients' }))).toEqual([
      'Patients Care Team',
    ]);
    expect(namesOf(await of({ search: TEAM2_ROLE }))).toEqual([
      'Claims Care Team',
    ]);
    expect(namesOf(await of({ level: 'unknown' }))).toEqual([]);
    const first = await of({ limit: '1' });
    expect(namesOf(first)).toEqual(['Claims Care Team']);
    const second = await of({ limit: '1', cursor: first.body.nextCursor });
    expect(namesOf(second)).toEqual(['Patients Care Team']);
    expect(second.body.nextCursor).toBeUndefined();
  });
});

describe('who can see a row', () => {
  const ask = (row: object, who: Anybody = 'auditor') =>
    sluice.post(who, '/explorer/who-can-see-row', { table: PATIENTS, row });

  it.each([
    [{ state: 'Texas' }, ['yes']],
    [{ STATE: 'Ohio' }, []],
    [{ state: null }, []],
    [{}, ['depends']],
  ])('%j: %j', async (row, expected) => {
    const { status, body } = await ask(row);
    expect(status).toBe(200);
    expect(body.items.map((item: any) => item.row)).toEqual(expected);
  });

  it('says which cells are seen', async () => {
    const { body } = await ask({ state: 'Texas' });
    expect(body.items[0].cells).toEqual(
      expect.arrayContaining([
        { name: 'state', seen: 'yes' },
        { name: 'ssn', seen: 'no' },
      ]),
    );
  });

  it.each([
    [{ stat: 'Texas-SECRET' }, 404, "did you mean 'state'"],
    [{ state: 7 }, 400, 'state'],
  ])('refuses %j, and repeats no value', async (row, status, message) => {
    const answer = await ask(row);
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toContain(message);
    expect(JSON.stringify(answer.body)).not.toContain('SECRET');
  });
});

describe('what can somebody see', () => {
  const tablesOf = ({ body }: { body: any }) =>
    body.items.map(({ tableEntityRef }: any) => tableEntityRef);

  it.each<[Anybody, Record<string, string>, string[]]>([
    ['auditor', { team: PATIENTS_CARE }, [CLAIMS, PATIENTS]],
    ['auditor', { principal: TEAM2_ROLE }, [CLAIMS]],
    ['claimsOwner', { team: PATIENTS_CARE }, [CLAIMS]],
    ['claimsCare', { team: CLAIMS_CARE }, [CLAIMS]],
  ])('tells %s of %j: %j', async (who, query, tables) => {
    const answer = await get(who, 'what-can-see', query);
    expect(answer.status).toBe(200);
    expect(tablesOf(answer)).toEqual(tables);
  });

  it.each<[Anybody, Record<string, string>, number, string]>([
    ['claimsCare', { team: PATIENTS_CARE }, 403, 'your own teams'],
    ['auditor', {}, 400, "either a 'team' or a 'principal'"],
    [
      'auditor',
      { team: PATIENTS_CARE, principal: TEAM1_ROLE },
      400,
      "either a 'team' or a 'principal'",
    ],
    ['auditor', { principal: 'root' }, 400, 'no ARN'],
    ['auditor', { team: 'group:default/nobody' }, 404, 'No consumer team'],
    [
      'auditor',
      { team: 'group:default/population-research' },
      404,
      'onboard it first',
    ],
  ])('refuses %s %j with %i', async (who, query, status, message) => {
    const answer = await get(who, 'what-can-see', query);
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toContain(message);
  });
});

describe('why', () => {
  it('shows each way, the picture, and what would change it', async () => {
    const { body } = await get('auditor', 'why', {
      team: PATIENTS_CARE,
      table: PATIENTS,
    });
    expect(body.answer).toMatchObject({
      level: 'partial',
      team: { entityRef: PATIENTS_CARE },
    });
    expect(body.ways).not.toEqual([]);
    expect(body.ways[0].steps[0].node.kind).toBe('table');
    expect(body.nodes.map(({ kind }: any) => kind)).toEqual(
      expect.arrayContaining(['table', 'principal', 'team']),
    );
    expect(body.toDisallow).not.toEqual([]);
  });

  it('explains why not, too', async () => {
    const { body } = await get('auditor', 'why', {
      team: CLAIMS_CARE,
      table: PATIENTS,
      column: 'ssn',
    });
    expect(body.answer.level).toBe('none');
    expect(body.ways).toEqual([]);
    expect(body.toAllow).not.toEqual([]);
  });

  it.each<[Anybody, Record<string, string>, number, string]>([
    ['claimsCare', { team: PATIENTS_CARE, table: PATIENTS }, 403, 'your own'],
    [
      'auditor',
      { team: PATIENTS_CARE, table: PATIENTS, column: 'sn' },
      404,
      "did you mean 'ssn'",
    ],
    [
      'auditor',
      { team: PATIENTS_CARE, table: 'resource:producer/nothing' },
      404,
      'No table',
    ],
  ])('refuses %s %j with %i', async (who, query, status, message) => {
    const answer = await get(who, 'why', query);
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toContain(message);
  });
});

it('finds principals that the caller may ask about', async () => {
  const of = async (who: Anybody, search?: string) =>
    namesOf(await get(who, 'principals', search ? { search } : {}));
  expect(await of('claimsCare')).toEqual(['Claims Care Team']);
  expect(await of('auditor', 'care')).toEqual([
    'Claims Care Team',
    'Patients Care Team',
  ]);
  expect(await of('auditor', TEAM1_ROLE)).toEqual(['Patients Care Team']);
});

it.each(['csv', 'json'])(
  'exports all that the caller may see as %s',
  async format => {
    const { body } = await get('claimsCare', 'export', {
      question: 'who-can-see',
      table: CLAIMS,
      format,
    });
    expect(body.fileName).toMatch(new RegExp(`\\.${format}$`));
    expect(body.content).toContain(TEAM2_ROLE);
    expect(body.content).not.toContain(TEAM1_ROLE);
  },
);

it('answers as of a moment of the past', async () => {
  const then = new Date('2026-03-01T12:00:00Z');
  const past = await startSluice({
    knex: await databases.init('SQLITE_3'),
    runs: [
      runOf(PRODUCER, { at: then }),
      runOf(CONSUMER, { at: then }),
      runOf(PRODUCER),
      runOf(CONSUMER, {
        documents: consumerDocuments.filter(
          ({ type }) => type !== 'permission',
        ),
      }),
    ],
  });
  const of = (query: object) =>
    past.get(
      'auditor',
      `/explorer/who-can-see?${new URLSearchParams({
        table: CLAIMS,
        ...query,
      })}`,
    );
  expect(namesOf(await of({}))).toEqual([]);
  expect(namesOf(await of({ at: then.toISOString() }))).toEqual([
    'Claims Care Team',
    'Patients Care Team',
  ]);
});

describe('what if', () => {
  const REF = {
    region: PRODUCER.region,
    catalogId: PRODUCER.accountId,
    databaseName: 'healthcare_db',
    tableName: 'patients',
  };
  const onTable = { kind: 'table', table: REF };
  const toClaimsCare = [
    {
      kind: 'grant',
      accountId: PRODUCER.accountId,
      principal: CONSUMER.accountId,
      on: onTable,
    },
    {
      kind: 'grant',
      accountId: CONSUMER.accountId,
      principal: TEAM2_ROLE,
      on: onTable,
    },
  ];
  const ask = (who: Anybody, changes: object[], table = PATIENTS) =>
    sluice.post(who, '/explorer/what-if', {
      changes,
      question: 'who-can-see',
      table,
    });

  it('answers before and after, and names who gains', async () => {
    const { status, body } = await ask('auditor', toClaimsCare);
    expect(status).toBe(200);
    expect(namesOf({ body: body.before })).toEqual(['Patients Care Team']);
    expect(namesOf({ body: body.after })).toEqual([
      'Claims Care Team',
      'Patients Care Team',
    ]);
    expect(
      body.consequences.map(({ team, before, after }: any) => [
        team,
        before.level,
        after.level,
      ]),
    ).toEqual([
      ['Patients Care Team', 'partial', 'full'],
      ['Claims Care Team', 'none', 'full'],
    ]);
    const now = await get('auditor', 'who-can-see', { table: PATIENTS });
    expect(namesOf(now)).toEqual(['Patients Care Team']);
  });

  it('shows of it what the caller may see', async () => {
    const { body } = await ask('claimsCare', toClaimsCare);
    expect(body.before).toMatchObject({ items: [], hidden: 1 });
    expect(namesOf({ body: body.after })).toEqual(['Claims Care Team']);
    expect(body.consequences.map(({ team }: any) => team)).toEqual([
      'Claims Care Team',
    ]);
  });

  it('takes the remedies of an answer', async () => {
    const why = await get('auditor', 'why', {
      team: PATIENTS_CARE,
      table: PATIENTS,
    });
    const changes = why.body.toDisallow.flatMap((each: any) => each.changes);
    const { body } = await ask('auditor', changes);
    expect(namesOf({ body: body.after })).toEqual([]);
    // Else whether it is refused would tell what others hold.
    const refused = await ask('claimsCare', [changes.at(-1)], CLAIMS);
    expect(refused.status).toBe(403);
    const made = { ...changes.at(-1), permissionId: 'x' };
    expect((await ask('claimsCare', [made], CLAIMS)).status).toBe(403);
  });

  it.each<[object, number, string]>([
    [{ kind: 'grant' }, 400, 'changes.0.accountId'],
    [{ kind: 'dance' }, 400, 'changes.0.kind'],
    [
      { kind: 'revoke', accountId: PRODUCER.accountId, permissionId: 'x' },
      400,
      'Change 1: Lake Formation of account',
    ],
    [
      {
        kind: 'optIn',
        principal: TEAM1_ROLE,
        table: { ...REF, tableName: 'patient' },
      },
      404,
      'healthcare_db.patient',
    ],
  ])('refuses %j with %i', async (change, status, message) => {
    const answer = await ask('auditor', [change]);
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toContain(message);
  });
});

describe('ways past Lake Formation', () => {
  beforeAll(async () => {
    sluice = await startSluice({
      knex: await databases.init('SQLITE_3'),
      runs: [PRODUCER, CONSUMER].map(account =>
        runOf(account, { failing: ['iamPolicies'] }),
      ),
    });
  });

  const find = (who: Anybody, query: Record<string, string> = {}) =>
    get(who, 'findings', query);

  it('shows a finding to those who may see who reads its tables', async () => {
    const { status, body } = await find('auditor', {
      table: PATIENTS,
      kind: 'notRead',
    });
    expect(status).toBe(200);
    expect(body.items).toEqual([
      expect.objectContaining({
        kind: 'notRead',
        severity: 'unknown',
        accountName: PRODUCER.name,
        tables: expect.arrayContaining([
          expect.objectContaining({ entityRef: PATIENTS }),
        ]),
      }),
    ]);
    const owner = await find('claimsOwner', { kind: 'notRead' });
    const refs = owner.body.items.flatMap((item: any) =>
      item.tables.map(({ entityRef }: any) => entityRef),
    );
    expect(refs).toEqual([CLAIMS]);
    expect((await find('claimsCare')).body).toMatchObject({
      items: [],
      total: 0,
    });
  });

  it('shows what is of a whole account to those who may read accounts', async () => {
    const ofAccounts = async (who: Anybody) =>
      (await find(who)).body.items.filter((item: any) => !item.tables.length);
    expect(await ofAccounts('auditor')).not.toEqual([]);
    expect(await ofAccounts('claimsOwner')).toEqual([]);
  });

  it('goes page by page', async () => {
    const all = (await find('auditor')).body;
    const first = (await find('auditor', { limit: '1' })).body;
    const second = (
      await find('auditor', { limit: '1', cursor: first.nextCursor })
    ).body;
    expect([...first.items, ...second.items]).toEqual(all.items.slice(0, 2));
    expect(first.total).toBe(all.total);
  });

  it('refuses a kind that there is not', async () => {
    const { status, body } = await find('auditor', { kind: 'magic' });
    expect(status).toBe(400);
    expect(body.error.message).toContain("'kind' is none of directS3Access");
  });

  it('tells with an answer what of the table was not read', async () => {
    const { body } = await get('auditor', 'why', {
      team: PATIENTS_CARE,
      table: PATIENTS,
    });
    expect(body.findings.map(({ kind }: any) => kind)).toContain('notRead');
  });
});
