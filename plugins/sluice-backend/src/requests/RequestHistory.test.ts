import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { AccessRequest } from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import { CLAIMS, PATIENTS } from '../__testUtils__/healthcare';
import { DatabaseObservationStore } from '../store';
import {
  ADA,
  created,
  decision,
  OLGA,
  record,
  submitted,
  TEAM,
  termsOf,
} from './__testUtils__/recordEvents';
import { RequestEventFilter, RequestEvents } from './RequestEvents';
import { RequestHistory } from './RequestHistory';
import { RequestStore } from './RequestStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

const OTHER_TEAM = 'group:default/claims-care';
const everything = { mayRead: () => true };
const not = (id: string) => ({
  mayRead: (request: AccessRequest) => request.id !== id,
});

describe.each(databases.eachSupportedId())('history on %s', id => {
  let knex: Knex;
  let store: RequestStore;
  let history: RequestHistory;

  const historyOf = (maxExported?: number) =>
    new RequestHistory({
      events: new RequestEvents(knex),
      store,
      clock: { now: () => new Date('2026-02-01T00:00:00Z') },
      maxExported,
    });

  beforeEach(async () => {
    knex = await databases.init(id);
    await DatabaseObservationStore.create(mockServices.database({ knex }));
    store = new RequestStore(knex);
    history = historyOf();

    await record(store, 'r1', [created(), submitted], { actor: ADA });
    await record(
      store,
      'r2',
      [
        created({ grantId: 'g2', team: OTHER_TEAM, terms: termsOf(CLAIMS) }),
        submitted,
      ],
      { actor: 'user:default/carl', at: '2026-01-16T08:00:00.000Z' },
    );
    await record(
      store,
      'r1',
      [
        {
          type: 'denied',
          decision: decision({
            outcome: 'denied',
            onBehalfOf: 'user:default/b_b',
            comment: '-1, too wide',
          }),
        },
      ],
      { actor: OLGA, at: '2026-01-17T08:00:00.000Z' },
    );
  });

  const found = async (
    filter: RequestEventFilter,
    options: Partial<Parameters<RequestHistory['page']>[1]> = {},
  ) => {
    const page = await history.page(filter, {
      ...everything,
      limit: 50,
      ...options,
    });
    return page.items.map(({ requestId, type }) => `${requestId} ${type}`);
  };

  it('tells all of it, newest first', async () => {
    const { items, next } = await history.page({}, { ...everything, limit: 5 });
    expect(next).toBeUndefined();
    expect(items).toHaveLength(5);
    expect(items[0]).toEqual({
      id: expect.any(Number),
      at: '2026-01-17T08:00:00.000Z',
      requestId: 'r1',
      grantId: 'g1',
      revision: 3,
      type: 'denied',
      text: 'olga denied the request for patient-records, in place of b_b: -1, too wide.',
      actor: OLGA,
      team: TEAM,
      tables: [PATIENTS],
      details: { decision: expect.objectContaining({ by: OLGA }) },
    });
  });

  const all = [
    'r1 denied',
    'r2 submitted',
    'r2 created',
    'r1 submitted',
    'r1 created',
  ];
  const ofOne = ['r1 denied', 'r1 submitted', 'r1 created'];
  it.each<[string, RequestEventFilter, string[]]>([
    ['a team', { team: TEAM }, ofOne],
    ['a table', { tables: [PATIENTS] }, ofOne],
    ['several tables', { tables: [PATIENTS, CLAIMS] }, all],
    ['no table', { tables: [] }, []],
    ['a request', { requestId: 'r1' }, ofOne],
    ['a grant', { grantId: 'g2' }, ['r2 submitted', 'r2 created']],
    ['who asked', { person: ADA }, ofOne],
    ['who decided', { person: OLGA }, ['r1 denied']],
    ['whom was stood in for', { person: 'user:default/b_b' }, ['r1 denied']],
    ['somebody of a like name', { person: 'user:default/bxb' }, []],
    ['a type', { type: 'submitted' }, ['r2 submitted', 'r1 submitted']],
    ['a time on', { since: '2026-01-17T08:00:00.000Z' }, ['r1 denied']],
    [
      'a time before',
      { until: '2026-01-16T08:00:00.000Z' },
      ['r1 submitted', 'r1 created'],
    ],
    ['all at once', { team: TEAM, type: 'denied', person: ADA }, ['r1 denied']],
  ])('finds by %s', async (_, filter, expected) => {
    expect(await found(filter)).toEqual(expected);
  });

  it('keeps a request in the history of a table that it no longer asks for', async () => {
    await record(store, 'r3', [created({ grantId: 'g3' })], { actor: ADA });
    await record(
      store,
      'r3',
      [{ type: 'edited', purpose: 'Billing', terms: termsOf(CLAIMS) }],
      { actor: ADA },
    );
    expect(await found({ tables: [PATIENTS], requestId: 'r3' })).toEqual([
      'r3 edited',
      'r3 created',
    ]);
    const entries = await history.ofRequest('r3');
    expect(entries.map(({ tables }) => tables)).toEqual([[PATIENTS], [CLAIMS]]);
  });

  it('shows only what may be read, in pages that are full', async () => {
    await record(store, 'r4', [created({ grantId: 'g4' })], { actor: ADA });
    expect(await found({}, { ...not('r2'), limit: 3 })).toEqual([
      'r4 created',
      'r1 denied',
      'r1 submitted',
    ]);
    expect(await found({}, { ...not('r1') })).toEqual([
      'r4 created',
      'r2 submitted',
      'r2 created',
    ]);
  });

  it('goes on where a page ended, through hundreds that may not be read', async () => {
    await record(store, 'r5', [created({ grantId: 'g5' })]);
    for (let round = 0; round < 25; round++) {
      await record(
        store,
        'r5',
        Array.from({ length: 10 }, () => ({
          type: 'edited' as const,
          purpose: 'Billing',
          terms: termsOf(),
        })),
      );
    }
    const reading = { ...not('r5'), limit: 2 };
    const pages: string[][] = [];
    let before: number | undefined;
    do {
      const page = await history.page({}, { ...reading, before });
      pages.push(page.items.map(item => `${item.requestId} ${item.type}`));
      before = page.next;
    } while (before !== undefined);
    expect(pages).toEqual([all.slice(0, 2), all.slice(2, 4), all.slice(4)]);
  });

  it('exports CSV that no spreadsheet takes for formulas', async () => {
    const file = await history.export({}, { ...not('r2'), format: 'csv' });
    expect(file).toMatchObject({
      filename: 'sluice-history-2026-02-01.csv',
      contentType: 'text/csv',
    });
    const lines = file.content.split('\r\n');
    expect(lines[0]).toBe(
      'id,at,type,text,actor,onBehalfOf,team,tables,requestId,grantId,revision,details',
    );
    expect(lines.slice(1, -1).map(line => line.split(',')[2])).toEqual([
      'created',
      'submitted',
      'denied',
    ]);
    expect(lines[3]).toContain(
      '"olga denied the request for patient-records, in place of b_b: -1, too wide.",user:default/olga,user:default/b_b,',
    );
    expect(lines.at(-1)).toBe('');
  });

  it('exports JSON with what was asked for', async () => {
    const file = await history.export(
      { team: TEAM },
      { ...everything, format: 'json' },
    );
    const { exportedAt, filter, items } = JSON.parse(file.content);
    expect(exportedAt).toBe('2026-02-01T00:00:00.000Z');
    expect(filter).toEqual({ team: TEAM });
    expect(items).toEqual(await history.ofRequest('r1'));
  });

  it('refuses an export of more than a file takes; what may not be read does not count', async () => {
    const small = historyOf(3);
    await expect(
      small.export({}, { ...everything, format: 'csv' }),
    ).rejects.toThrow('more than 3 events');
    await expect(
      small.export({}, { ...not('r2'), format: 'csv' }),
    ).resolves.toBeDefined();
  });

  it('gives the request back from its events', async () => {
    expect(await history.replay('r1')).toEqual(await store.get('r1'));
    await expect(history.replay('r9')).rejects.toThrow('no request r9');
  });

  it('finds requests that are not what their events say', async () => {
    expect(await history.verify()).toEqual([]);
    await knex('access_requests')
      .where({ id: 'r1' })
      .update({
        document: JSON.stringify({
          ...(await store.get('r1')),
          team: OTHER_TEAM,
        }),
      });
    expect(await history.verify()).toEqual(['r1']);
  });
});
