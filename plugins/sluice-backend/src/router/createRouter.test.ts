import { TestDatabases } from '@backstage/backend-test-utils';
import { parseEntityRef } from '@backstage/catalog-model';
import { CLAIMS_CARE, PATIENTS_CARE, RESEARCH } from '../__testUtils__/catalog';
import {
  CLAIMS,
  CONSUMER,
  PATIENTS,
  PRODUCER,
  runOf,
} from '../__testUtils__/healthcare';
import { Persona, startSluice } from '../__testUtils__/startSluice';

jest.setTimeout(60_000);

// PostgreSQL runs where `scripts/with-postgres` or the developer names one in
// the environment.
const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

type Sluice = Awaited<ReturnType<typeof startSluice>>;

const accessPath = (team: string, table: string) =>
  `/effective-access?team=${encodeURIComponent(
    team,
  )}&table=${encodeURIComponent(table)}`;
const teamPath = (team: string) => {
  const { namespace, name } = parseEntityRef(team);
  return `/teams/${namespace}/${name}/access`;
};
const tablePath = (table: string) => {
  const { namespace, name } = parseEntityRef(table);
  return `/tables/${namespace}/${name}`;
};

/** `Patients Care Team × patients: partial 8/9 …`, one line per cell. */
function inWords(matrix: any): string[] {
  const title = (ref: string) =>
    matrix.teams.find((team: any) => team.entityRef === ref).title;
  return matrix.cells.map((cell: any) =>
    [
      `${title(cell.team)} × ${cell.table.split('.').pop()}: ${cell.level}`,
      ...(cell.visibleColumns === undefined
        ? []
        : [`${cell.visibleColumns}/${cell.totalColumns}`]),
      ...(cell.rows ? [cell.rows.expression ?? cell.rows.kind] : []),
    ].join(' '),
  );
}

const ROWS = "state in ('Texas', 'New York')";
const WHOLE_MATRIX = [
  'Claims Care Team × claims: full 4/4 all',
  'Claims Care Team × patients: none',
  `Patients Care Team × claims: full 4/4 all`,
  `Patients Care Team × patients: partial 8/9 ${ROWS}`,
  'Population Research × claims: none',
  'Population Research × patients: none',
];

describe.each(databases.eachSupportedId())('the API on %s', databaseId => {
  let sluice: Sluice;

  async function start(
    options: Omit<Parameters<typeof startSluice>[0], 'knex'> = {},
  ) {
    sluice = await startSluice({
      knex: await databases.init(databaseId),
      runs: [runOf(PRODUCER), runOf(CONSUMER)],
      ...options,
    });
  }

  describe('by persona', () => {
    beforeAll(() => start());

    // Whom each route answers, and with which status everyone else is refused.
    it.each<[string, number, Partial<Record<Persona | 'service', number>>]>([
      ['/accounts', 403, { platform: 200, auditor: 200, service: 200 }],
      ['/catalog-feed', 403, { service: 200 }],
      ['/access-matrix', 200, {}],
      [tablePath(PATIENTS), 200, {}],
      ['/my-access', 200, { service: 403 }],
      [
        accessPath(PATIENTS_CARE, PATIENTS),
        403,
        {
          patientsCare: 200,
          patientsOwner: 200,
          platform: 200,
          auditor: 200,
          service: 200,
        },
      ],
      [
        accessPath(PATIENTS_CARE, CLAIMS),
        403,
        {
          patientsCare: 200,
          claimsOwner: 200,
          platform: 200,
          auditor: 200,
          service: 200,
        },
      ],
      [
        teamPath(CLAIMS_CARE),
        403,
        {
          claimsCare: 200,
          claimsOwner: 200,
          patientsOwner: 200,
          platform: 200,
          auditor: 200,
          service: 200,
        },
      ],
    ])('GET %s', async (path, others, allowed) => {
      const statuses: Record<string, number> = {};
      const expected: Record<string, number> = {};
      for (const persona of [
        'patientsCare',
        'claimsCare',
        'research',
        'patientsOwner',
        'claimsOwner',
        'platform',
        'auditor',
        'service',
      ] as const) {
        const response = await sluice.get(persona, path);
        statuses[persona] = response.status;
        expected[persona] = allowed[persona] ?? others;
      }
      expect(statuses).toEqual(expected);
      const stranger = await sluice.get('nobody', path);
      expect(stranger.status).toBe(401);
    });

    it.each<[Persona, string[], number]>([
      ['auditor', WHOLE_MATRIX, 0],
      ['platform', WHOLE_MATRIX, 0],
      ['patientsCare', WHOLE_MATRIX.filter(c => c.startsWith('Patients')), 2],
      ['claimsCare', WHOLE_MATRIX.filter(c => c.startsWith('Claims')), 2],
      ['research', WHOLE_MATRIX.filter(c => c.startsWith('Population')), 2],
      ['patientsOwner', WHOLE_MATRIX.filter(c => c.includes('× patients')), 0],
      ['claimsOwner', WHOLE_MATRIX.filter(c => c.includes('× claims')), 0],
    ])('shows %s their part of the matrix', async (persona, cells, hidden) => {
      const { body } = await sluice.get(persona, '/access-matrix');
      expect(inWords(body)).toEqual(cells);
      expect(body.hiddenTeams).toBe(hidden);
      expect(body.tables.map((table: any) => table.productTitle)).toEqual([
        'Claims',
        'Patients',
      ]);
      expect(body).toMatchObject({ totalTables: 2, stale: false });
    });

    it('pages the matrix, and narrows it to a product', async () => {
      const first = await sluice.get('auditor', '/access-matrix?limit=1');
      const { nextCursor } = first.body;
      const second = await sluice.get(
        'auditor',
        `/access-matrix?limit=1&cursor=${nextCursor}`,
      );
      expect(
        [first, second].map(({ body }) => body.tables[0].entityRef),
      ).toEqual([CLAIMS, PATIENTS]);
      expect(second.body.nextCursor).toBeUndefined();

      const narrowed = await sluice.get(
        'auditor',
        `/access-matrix?product=${encodeURIComponent(
          'dataproduct:default/patients',
        )}`,
      );
      expect(narrowed.body.totalTables).toBe(1);
      expect(
        (await sluice.get('auditor', '/access-matrix?cursor=nonsense')).status,
      ).toBe(400);
    });

    it('explains the access of a team, with the LF rows behind it', async () => {
      const { body } = await sluice.get(
        'patientsCare',
        accessPath(PATIENTS_CARE, PATIENTS),
      );
      expect(body).toMatchObject({
        level: 'partial',
        productRef: 'dataproduct:default/patients',
        grant:
          'accessgrant:healthcare-producer/patients-care.healthcare_db.patients',
        rows: { kind: 'expression', expression: ROWS },
        links: [expect.objectContaining({ tableName: 'rl_patients' })],
        stale: false,
      });
      expect(
        body.columns
          .filter((column: any) => column.rows.kind === 'none')
          .map((column: any) => column.name),
      ).toEqual(['ssn']);
      expect(body.reasons.flatMap((reason: any) => reason.rows)).toContainEqual(
        expect.objectContaining({ principal: CONSUMER.accountId }),
      );
    });

    it('lists what a team can read', async () => {
      const { body } = await sluice.get('claimsCare', teamPath(CLAIMS_CARE));
      expect(
        body.items.map((item: any) => [item.tableEntityRef, item.level]),
      ).toEqual([[CLAIMS, 'full']]);
    });

    it('shows an owner only their tables of another team', async () => {
      const { body } = await sluice.get('claimsOwner', teamPath(PATIENTS_CARE));
      expect(body.items.map((item: any) => item.tableEntityRef)).toEqual([
        CLAIMS,
      ]);
    });

    it.each<[Persona, object[]]>([
      [
        'patientsCare',
        [
          { productRef: 'dataproduct:default/claims', level: 'full' },
          { productRef: 'dataproduct:default/patients', level: 'partial' },
        ],
      ],
      [
        'claimsCare',
        [{ productRef: 'dataproduct:default/claims', level: 'full' }],
      ],
      ['research', []],
      ['auditor', []],
    ])('tells %s what they can read', async (persona, items) => {
      const { body } = await sluice.get(persona, '/my-access');
      expect(
        body.items.map(({ productRef, level }: any) => ({ productRef, level })),
      ).toEqual(items);
    });

    it('shows a table with its schema', async () => {
      const { body } = await sluice.get('research', tablePath(PATIENTS));
      expect(body).toMatchObject({
        accountName: 'healthcare-producer',
        productRef: 'dataproduct:default/patients',
        registration: 'lakeFormation',
        stale: false,
      });
      expect(body.columns).toHaveLength(9);
    });

    it.each<[Persona, string, number]>([
      ['auditor', accessPath('group:default/nobody', PATIENTS), 404],
      ['auditor', accessPath(PATIENTS_CARE, `${PATIENTS}2`), 404],
      ['auditor', teamPath('group:default/nobody'), 404],
      ['auditor', tablePath(`${PATIENTS}2`), 404],
      // Whether it exists is not told to those who may not see it.
      ['claimsCare', accessPath('group:default/nobody', PATIENTS), 403],
      ['claimsCare', accessPath(PATIENTS_CARE, `${PATIENTS}2`), 403],
      ['claimsCare', teamPath('group:default/nobody'), 403],
      ['patientsCare', accessPath(PATIENTS_CARE, `${PATIENTS}2`), 404],
      ['auditor', accessPath('not a ref', PATIENTS), 400],
    ])('answers %s on %s with %s', async (persona, path, status) => {
      const response = await sluice.get(persona, path);
      expect(response.status).toBe(status);
    });

    it('leaves an audit event when it refuses', async () => {
      sluice.auditEvents.length = 0;
      await sluice.get('claimsCare', accessPath(PATIENTS_CARE, PATIENTS));
      await sluice.post('auditor', '/observations', {});
      expect(sluice.auditEvents).toEqual([
        {
          eventId: 'access-refused',
          outcome: 'failure',
          meta: { team: PATIENTS_CARE, table: PATIENTS },
        },
        {
          eventId: 'access-refused',
          outcome: 'failure',
          meta: { permission: 'sluice.observation.run' },
        },
      ]);
    });

    it('says which accounts are connected and how well they were read', async () => {
      const { body } = await sluice.get('platform', '/accounts');
      expect(body.items).toEqual([
        expect.objectContaining({
          name: 'healthcare-producer',
          status: 'current',
          durationMs: 1000,
          calls: 20,
          counts: expect.objectContaining({ tables: 2, filters: 1, links: 0 }),
        }),
        expect.objectContaining({
          name: 'healthcare-consumer',
          counts: expect.objectContaining({ links: 2, namespaces: 3 }),
        }),
      ]);
    });

    it('refuses to observe an account that is not connected', async () => {
      const { status, body } = await sluice.post('platform', '/observations', {
        accountName: 'nowhere',
      });
      expect([status, body.error.message]).toEqual([
        404,
        "No account 'nowhere' is connected",
      ]);
    });
  });

  it.each<[Persona | 'service' | 'nobody', number]>([
    ['platform', 202],
    ['service', 202],
    ['auditor', 403],
    ['patientsCare', 403],
    ['patientsOwner', 403],
    ['nobody', 401],
  ])(
    'answers %s who starts an observation with %s',
    async (persona, status) => {
      await start();
      const accountName = 'healthcare-consumer';
      const { body, ...response } = await sluice.post(
        persona,
        '/observations',
        {
          accountName,
        },
      );
      expect([response.status, body.accounts]).toEqual([
        status,
        status === 202 ? [accountName] : undefined,
      ]);
    },
  );

  it('records who started an observation, and of what', async () => {
    await start();
    sluice.auditEvents.length = 0;
    await sluice.post('platform', '/observations', { accountName: 'nowhere' });
    await sluice.post('platform', '/observations', {});
    expect(
      sluice.auditEvents.filter(event => event.eventId === 'observation-start'),
    ).toEqual([
      {
        eventId: 'observation-start',
        outcome: 'failure',
        meta: { accountName: 'nowhere' },
      },
      {
        eventId: 'observation-start',
        outcome: 'success',
        meta: { accounts: ['healthcare-producer', 'healthcare-consumer'] },
      },
    ]);
  });

  it('knows nothing before the first observation, and does not say none', async () => {
    await start({ runs: [runOf(PRODUCER)] });
    const { body } = await sluice.get('auditor', '/access-matrix');
    expect(
      body.cells
        .filter((cell: any) => cell.team !== RESEARCH)
        .map((cell: any) => cell.level),
    ).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
    expect(body.stale).toBe(true);
    const access = await sluice.get(
      'auditor',
      accessPath(CLAIMS_CARE, PATIENTS),
    );
    expect(access.body.problems[0]).toMatch(
      /'healthcare-consumer' was not read yet/,
    );
    const accounts = await sluice.get('auditor', '/accounts');
    expect(accounts.body.items[1].status).toBe('never');
  });

  it('answers unknown from an observation that is too old', async () => {
    const at = new Date(Date.now() - 2 * 3_600_000);
    await start({ runs: [runOf(PRODUCER, { at }), runOf(CONSUMER)] });
    const { body } = await sluice.get(
      'patientsCare',
      accessPath(PATIENTS_CARE, CLAIMS),
    );
    expect(body).toMatchObject({
      level: 'unknown',
      stale: true,
      observedAt: at.toISOString(),
      problems: [
        expect.stringContaining(
          `'healthcare-producer' was last read at ${at.toISOString()}`,
        ),
      ],
    });
    expect(body.columns).toBeUndefined();
    const accounts = await sluice.get('auditor', '/accounts');
    expect(accounts.body.items[0].status).toBe('stale');
  });

  it.each(['permissions', 'filters'] as const)(
    'answers unknown while the %s of the producer cannot be read',
    async part => {
      await start({
        runs: [
          runOf(PRODUCER),
          runOf(CONSUMER),
          runOf(PRODUCER, { failing: [part] }),
        ],
      });
      const { body } = await sluice.get(
        'patientsCare',
        accessPath(PATIENTS_CARE, PATIENTS),
      );
      expect(body.level).toBe('unknown');
      expect(body.problems.join()).toContain(`not ${part}`);
      const accounts = await sluice.get('auditor', '/accounts');
      expect(accounts.body.items[0]).toMatchObject({
        status: 'incomplete',
        failures: [expect.objectContaining({ part })],
      });
    },
  );

  it('hides what the catalog hides', async () => {
    await start({ hiddenInCatalog: ['dataproduct:default/patients'] });
    const { body } = await sluice.get('auditor', '/access-matrix');
    expect(body.tables.map((table: any) => table.entityRef)).toEqual([CLAIMS]);
    expect(body.totalTables).toBe(1);
  });
});
