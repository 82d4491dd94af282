import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  accessGrantSpecSchema,
  RequestEvent,
} from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import {
  CLAIMS,
  CONSUMER,
  PATIENTS,
  PRODUCER,
  runOf,
} from '../__testUtils__/healthcare';
import { RequestStore } from '../requests';
import {
  ADA,
  approvedUntil,
  created,
  decision,
  OLGA,
  record,
  submitted,
  termsOf,
} from '../requests/__testUtils__/recordEvents';
import { DatabaseObservationStore } from '../store';
import { find, startFeed } from './__testUtils__/startFeed';
import { LiveAgreements } from './LiveAgreements';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

const EXPIRES_AT = '2026-02-14T08:00:00.000Z';
const LATER = '2026-02-01T08:00:00.000Z';
const GRANT = 'patients-care.healthcare_db.patients';

const asked = [created(), submitted];
const agreed = [...asked, ...approvedUntil(EXPIRES_AT)];
const begun: RequestEvent = { type: 'applyStarted', changeId: 'c1' };
const applied: RequestEvent = { type: 'applied' };
const shortened: RequestEvent = {
  type: 'reduced',
  terms: termsOf(),
  reason: 'Half the time is enough',
  expiresAt: LATER,
};

describe.each(databases.eachSupportedId())('live agreements on %s', id => {
  let knex: Knex;
  let store: RequestStore;

  beforeEach(async () => {
    knex = await databases.init(id);
    await DatabaseObservationStore.create(mockServices.database({ knex }));
    store = new RequestStore(knex);
  });

  it('are what a grant in the catalog says of itself', async () => {
    const { read } = await startFeed({
      knex,
      runs: [runOf(PRODUCER), runOf(CONSUMER)],
    });
    await record(store, 'r1', [...agreed, begun]);
    const { items } = await read();
    expect(
      accessGrantSpecSchema.parse(find(items, 'AccessGrant', GRANT).spec),
    ).toMatchObject({
      origin: 'request',
      level: 'partial',
      agreements: [
        {
          request: 'r1',
          purpose: '=HYPERLINK("http://evil.example")',
          startsAt: '2026-01-15T08:00:00.000Z',
          expiresAt: EXPIRES_AT,
          requestedBy: ADA,
          approvedBy: [OLGA],
        },
      ],
      stages: {
        declared: {
          level: 'partial',
          since: '2026-01-15T08:00:00.000Z',
          evidence: 'r1',
        },
        granted: { level: 'partial' },
        effective: { level: 'partial' },
      },
    });
    const others = items.filter(
      ({ kind, metadata }) => kind === 'AccessGrant' && metadata.name !== GRANT,
    );
    expect(others.map(({ spec }) => [spec?.origin, spec?.agreements])).toEqual([
      ['import', undefined],
      ['import', undefined],
    ]);
  });

  it('make no grant of a team that reads nothing', async () => {
    const { read } = await startFeed({
      knex,
      runs: [runOf(PRODUCER), runOf(CONSUMER)],
    });
    const before = await read();
    await record(store, 'r1', [
      created({ team: 'group:default/claims-care' }),
      submitted,
      ...approvedUntil(EXPIRES_AT),
      begun,
    ]);
    expect(await read()).toEqual(before);
  });

  it('change the revision of the feed when they change, and only then', async () => {
    const { read } = await startFeed({
      knex,
      runs: [runOf(PRODUCER), runOf(CONSUMER)],
    });
    const steps: [string, RequestEvent[], isNew: boolean][] = [
      ['asked for', asked, false],
      ['agreed on', approvedUntil(EXPIRES_AT), true],
      ['begun', [begun], true],
      ['applied', [applied], false],
      ['reminded of', [{ type: 'reminded', expiresAt: EXPIRES_AT }], false],
      ['kept by a review', [{ type: 'kept', reviewId: 'v1' }], false],
      ['shortened', [shortened], true],
      ['applied anew', [{ ...begun, changeId: 'c2' }, applied], false],
      ['revoked', [{ type: 'revoked', reason: 'Enough' }], true],
      ['taken back', [{ type: 'removalStarted', changeId: 'c3' }], false],
    ];
    let { revision } = await read();
    const origin = revision;
    for (const [what, events, isNew] of steps) {
      await record(store, 'r1', events);
      const now = (await read()).revision;
      expect([what, now !== revision]).toEqual([what, isNew]);
      revision = now;
    }
    expect(revision).toBe(origin);
  });

  it('are read once, until something happens to a request', async () => {
    await record(store, 'r1', agreed);
    const live = new LiveAgreements(knex);
    const queries: string[] = [];
    knex.on('query', ({ sql }: { sql: string }) => queries.push(sql));

    const first = await live.current();
    expect(queries).toHaveLength(2);
    queries.length = 0;
    expect(await live.current()).toBe(first);
    expect(queries).toHaveLength(1);

    // Nothing that the catalog says: the same array, so that nobody makes it anew.
    await record(store, 'r1', [{ type: 'reminded', expiresAt: EXPIRES_AT }]);
    expect(await live.current()).toBe(first);
    await record(store, 'r1', [shortened]);
    expect(await live.current()).toMatchObject([{ expiresAt: LATER }]);
  });

  it('are not missed when an event of a lower id is written after one of a higher', async () => {
    const live = new LiveAgreements(knex);
    await record(store, 'r1', [created({ terms: termsOf(CLAIMS) }), submitted]);
    await knex('access_request_events').update({ id: knex.raw('id + 1000') });
    await live.current();
    await record(store, 'r2', [created({ grantId: 'g2' }), ...agreed.slice(1)]);
    expect(await live.current()).toMatchObject([{ request: 'r2' }]);
  });

  it('name for each table those who approved it', async () => {
    const [patients] = termsOf(PATIENTS).tables;
    const [claims] = termsOf(CLAIMS).tables;
    const step = (stepId: string, table: string) => ({
      ...(submitted as Extract<RequestEvent, { type: 'submitted' }>).steps[0],
      id: stepId,
      approvers: { kind: 'ownersOf' as const, tables: [table] },
    });
    const approved = (stepId: string, by: string): RequestEvent => ({
      type: 'stepApproved',
      decision: decision({ stepId, by }),
    });
    await record(store, 'r1', [
      created({ terms: { ...termsOf(), tables: [patients, claims] } }),
      {
        type: 'submitted',
        steps: [
          step('owner:patients', PATIENTS),
          { ...step('owner:claims', CLAIMS), quorum: 2 },
          {
            ...step('privacy', ''),
            stage: 1,
            approvers: { kind: 'members', refs: ['group:default/privacy'] },
          },
        ],
      },
      approved('owner:patients', OLGA),
      approved('owner:claims', 'user:default/carl'),
      approved('owner:claims', OLGA),
      approved('privacy', 'user:default/pat'),
      approvedUntil(EXPIRES_AT)[1],
    ]);
    expect(
      (await new LiveAgreements(knex).current()).map(each => [
        each.table,
        each.approvedBy,
      ]),
    ).toEqual([
      [PATIENTS, [OLGA, 'user:default/pat']],
      [CLAIMS, ['user:default/carl', OLGA, 'user:default/pat']],
    ]);
  });
});
