import { TestDatabases } from '@backstage/backend-test-utils';
import { CLAIMS, PATIENTS } from '../__testUtils__/healthcare';
import { Anybody, Persona, userOf } from '../__testUtils__/startSluice';
import { termsOf } from '../requests/__testUtils__/recordEvents';
import { startRequestApi, TEAM, TERMS } from './__testUtils__/startRequestApi';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

type Api = Awaited<ReturnType<typeof startRequestApi>>;

const ref = encodeURIComponent;

describe.each(databases.eachSupportedId())(
  'lists of requests on %s',
  databaseId => {
    let api: Api;
    const names = new Map<string, string>();
    const ofOthers = {
      team: 'group:default/patients-care',
      terms: termsOf(CLAIMS),
    };

    // Two requests for claims of the other team stand between those for patients.
    beforeAll(async () => {
      api = await startRequestApi({ knex: await databases.init(databaseId) });
      const add = async (name: string, ...made: Parameters<Api['make']>) =>
        names.set(await api.make(...made), name);
      const lasting = (durationMinutes: number) => ({
        terms: { ...TERMS, durationMinutes },
      });
      await add('pending', 'pending', lasting(1));
      await add('others 1', 'draft', ofOthers);
      await add('privacy', 'pendingForPrivacy', lasting(2));
      await add('others 2', 'draft', ofOthers);
      await add('escalated', 'escalated', lasting(3));
      await add('active', 'active');
      await add('denied', 'denied');
    });

    async function list(persona: Anybody, query = ''): Promise<string[]> {
      const { status, body } = await api.get(persona, `/requests${query}`);
      expect(status).toBe(200);
      return body.items.map(({ id }: { id: string }) => names.get(id));
    }

    const OF_CLAIMS_CARE = [
      'denied',
      'active',
      'escalated',
      'privacy',
      'pending',
    ];
    const OF_OTHERS = ['others 2', 'others 1'];
    const ALL = [
      ...OF_CLAIMS_CARE.slice(0, 3),
      'others 2',
      'privacy',
      'others 1',
      'pending',
    ];

    it.each<[Anybody, string[]]>([
      ['claimsCare', OF_CLAIMS_CARE],
      ['claimsMate', OF_CLAIMS_CARE],
      ['patientsCare', OF_OTHERS],
      ['patientsOwner', OF_CLAIMS_CARE],
      ['standIn', OF_CLAIMS_CARE],
      ['privacyOfficer', OF_CLAIMS_CARE],
      ['claimsOwner', OF_OTHERS],
      ['dataOffice', ['escalated']],
      ['research', []],
      ['auditor', ALL],
      ['platform', ALL],
      ['service', ALL],
    ])('show %s what they may see', async (persona, expected) => {
      expect(await list(persona)).toEqual(expected);
    });

    it('show strangers nothing', async () => {
      expect((await api.get('nobody', '/requests')).status).toBe(401);
    });

    it.each<[Anybody, string[]]>([
      ['patientsOwner', ['escalated', 'pending']],
      ['standIn', ['escalated', 'pending']],
      ['privacyOfficer', ['privacy']],
      ['dataOffice', ['escalated']],
      ['claimsCare', []],
      ['claimsOwner', []],
      ['auditor', []],
      ['platform', []],
      ['service', []],
    ])('show %s what they can decide', async (persona, expected) => {
      expect(await list(persona, '?list=toDecide')).toEqual(expected);
    });

    it.each<[Anybody, string[]]>([
      ['claimsMate', OF_CLAIMS_CARE],
      ['patientsCare', OF_OTHERS],
      ['patientsOwner', []],
      ['auditor', []],
      ['service', []],
    ])('show %s those of their own teams', async (persona, expected) => {
      expect(await list(persona, '?list=mine')).toEqual(expected);
    });

    it.each([
      ['phase=draft', OF_OTHERS],
      ['phase=active&phase=denied', ['denied', 'active']],
      ['phase=superseded', []],
      [`team=${ref('Group:default/Patients-Care')}`, OF_OTHERS],
      [`table=${ref(PATIENTS)}`, OF_CLAIMS_CARE],
      [`product=${ref('dataproduct:default/claims')}`, OF_OTHERS],
      [`product=${ref('dataproduct:default/none')}`, []],
      [
        `product=${ref('dataproduct:default/claims')}&table=${ref(PATIENTS)}`,
        [],
      ],
      [
        `person=${ref(userOf('patientsOwner'))}`,
        ['denied', 'active', 'privacy'],
      ],
      [`person=${ref(userOf('claimsCare'))}`, ALL],
      [`person=${ref(userOf('auditor'))}`, []],
      [
        `phase=pending&table=${ref(PATIENTS)}&person=${ref(
          userOf('patientsOwner'),
        )}`,
        ['privacy'],
      ],
      ['list=all', ALL],
    ])('find by %s', async (query, expected) => {
      expect(await list('auditor', `?${query}`)).toEqual(expected);
    });

    it('find nothing that may not be seen, whatever is asked for', async () => {
      expect(await list('claimsOwner', `?team=${ref(TEAM)}`)).toEqual([]);
      expect(await list('patientsCare', `?table=${ref(PATIENTS)}`)).toEqual([]);
    });

    it.each<[Persona, number, string[]]>([
      ['claimsCare', 1, OF_CLAIMS_CARE],
      ['claimsCare', 2, OF_CLAIMS_CARE],
      ['patientsCare', 1, OF_OTHERS],
      ['auditor', 3, ALL],
    ])(
      'pages %s by %d past what they may not see',
      async (persona, limit, expected) => {
        const pages: string[][] = [];
        let cursor: string | undefined;
        do {
          const { body } = await api.get(
            persona,
            `/requests?limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`,
          );
          pages.push(body.items.map(({ id }: any) => names.get(id)));
          cursor = body.nextCursor;
        } while (cursor);
        expect(pages.flat()).toEqual(expected);
        expect(pages.slice(0, -1).map(page => page.length)).toEqual(
          pages.slice(0, -1).map(() => limit),
        );
      },
    );

    it('say what the caller may do to each', async () => {
      const { body } = await api.get('patientsOwner', '/requests');
      expect(
        body.items.map(({ id, actions }: any) => [names.get(id), ...actions]),
      ).toEqual([
        ['denied'],
        ['active', 'reduce', 'revoke'],
        ['escalated', 'approve', 'deny'],
        ['privacy'],
        ['pending', 'approve', 'deny'],
      ]);
    });
  },
);
