import { TestDatabases } from '@backstage/backend-test-utils';
import {
  AccessRequest,
  RequestEvent,
  SluiceApi,
} from '@sluice/plugin-sluice-common';
import {
  ASKED,
  callerOf,
  DAY,
  decidedBy,
  PEOPLE,
  Person,
  startRequestService,
  TEAM,
} from './__testUtils__/startRequestService';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});

const pending: RequestEvent[] = [{ type: 'submitted', steps: [] }];
const approved: RequestEvent[] = [
  ...pending,
  decidedBy('priya'),
  {
    type: 'approved',
    startsAt: '2026-01-15T08:00:00.000Z',
    expiresAt: '2026-02-14T08:00:00.000Z',
  },
];
const applying: RequestEvent[] = [
  ...approved,
  { type: 'applyStarted', changeId: 'c1' },
];
const active: RequestEvent[] = [...applying, { type: 'applied' }];
const revoked: RequestEvent[] = [...active, { type: 'revoked', reason: 'x' }];
const removing: RequestEvent[] = [
  ...revoked,
  { type: 'removalStarted', changeId: 'c2' },
];

const STATES: Record<string, RequestEvent[]> = {
  draft: [],
  pending,
  escalated: [...pending, { type: 'escalated', to: [] }],
  denied: [...pending, decidedBy('priya', 'denied')],
  withdrawn: [...pending, { type: 'withdrawn' }],
  approved,
  applying,
  active,
  failed: [...applying, { type: 'applyFailed', error: 'no' }],
  superseded: [...active, { type: 'superseded', by: 'another' }],
  revoked: [...approved, { type: 'revoked', reason: 'x' }],
  revoking: revoked,
  'failed to be removed': [...removing, { type: 'removalFailed', error: 'no' }],
  removed: [
    ...removing,
    { type: 'removed', lastPossibleRead: '2026-01-15T09:00:00.000Z' },
  ],
};

const FEWER = { tables: [{ ...ASKED.tables[0], columns: ['state'] }] };
const reason = 'Because';
type Frame = Awaited<ReturnType<typeof startRequestService>>;

/** What each action asks the service for, with nothing else wrong about it. */
const CALLS: Record<
  SluiceApi.RequestAction,
  (
    frame: Frame,
    person: Person,
    request: AccessRequest,
    reviewId: string,
  ) => Promise<unknown>
> = {
  edit: ({ service }, person, { id, revision }) =>
    service.edit(callerOf(person), id, {
      revision,
      purpose: 'Other',
      terms: FEWER,
    }),
  submit: ({ service }, person, { id, revision }) =>
    service.submit(callerOf(person), id, revision),
  withdraw: ({ service }, person, { id, revision }) =>
    service.withdraw(callerOf(person), id, { revision, reason }),
  approve: ({ service }, person, { id, revision }) =>
    service.approve(callerOf(person), id, { revision }),
  deny: ({ service }, person, { id, revision }) =>
    service.deny(callerOf(person), id, { revision, reason }),
  reduce: ({ service }, person, { id, revision }) =>
    service.reduce(callerOf(person), id, { revision, reason, terms: FEWER }),
  revoke: ({ service }, person, { id, revision }) =>
    service.revoke(callerOf(person), id, { revision, reason }),
  extend: ({ service }, person, { id }) =>
    service.create(callerOf(person), {
      team: TEAM,
      purpose: 'More',
      terms: { ...ASKED, durationMinutes: DAY },
      supersedes: id,
      submit: true,
    }),
  resume: ({ service }, person, { id, revision }) =>
    service.resume(callerOf(person), id, revision),
  keep: ({ service }, person, { id }, reviewId) =>
    service.keep(callerOf(person), id, reviewId),
};
const ACTIONS = Object.keys(CALLS) as SluiceApi.RequestAction[];

const NOTHING = Object.fromEntries(PEOPLE.map(person => [person, []]));
const ofTeam = (...actions: SluiceApi.RequestAction[]) => ({
  asker: actions,
  mate: actions,
  both: actions,
});
const ofOwners = (...actions: SluiceApi.RequestAction[]) => ({
  priya: actions,
  ben: actions,
});
const given = {
  ...ofTeam('reduce', 'revoke', 'extend'),
  ...ofOwners('reduce', 'revoke', 'keep'),
  lena: ['reduce', 'revoke'],
};

/** Who may do what, in the order of the calls; others nothing. */
const EXPECTED: Record<string, Partial<Record<Person, string[]>>> = {
  draft: ofTeam('edit', 'submit', 'withdraw'),
  pending: { ...ofTeam('edit', 'withdraw'), ...ofOwners('approve', 'deny') },
  escalated: {
    ...ofTeam('edit', 'withdraw'),
    ...ofOwners('approve', 'deny'),
    lena: ['approve', 'deny'],
  },
  approved: given,
  applying: {
    ...ofTeam('revoke', 'extend'),
    ...ofOwners('revoke', 'keep'),
    lena: ['revoke'],
  },
  active: given,
  failed: {
    ...ofTeam('reduce', 'revoke', 'extend', 'resume'),
    ...ofOwners('reduce', 'revoke', 'resume', 'keep'),
    lena: ['reduce', 'revoke', 'resume'],
  },
  'failed to be removed': {
    ...ofTeam('resume'),
    ...ofOwners('resume'),
    lena: ['resume'],
  },
};

describe('what a person may do to a request', () => {
  let frame: Frame;
  beforeEach(async () => {
    frame = await startRequestService({
      knex: await databases.init('SQLITE_3'),
    });
  });

  it.each(Object.keys(STATES))(
    'that is %s is exactly what is accepted',
    async state => {
      const accepted: Record<string, string[]> = {};
      const refusals: [name: string, changes: number][] = [];
      for (const person of PEOPLE) {
        let request = await frame.tell(STATES[state]);
        let reviewId = await frame.review(request);
        const offered = await frame.service.actionsOf(
          request,
          callerOf(person),
        );
        accepted[person] = [];
        for (const action of ACTIONS) {
          const error = await CALLS[action](frame, person, request, reviewId)
            .then(() => undefined)
            .catch(each => each);
          if (error) {
            const after = await frame.store.get(request.id);
            refusals.push([error.name, after.revision - request.revision]);
            continue;
          }
          accepted[person].push(action);
          // Another such request, since this one is not as it was.
          request = await frame.tell(STATES[state]);
          reviewId = await frame.review(request);
        }
        expect([...offered].sort()).toEqual([...accepted[person]].sort());
      }
      const reasons = [...new Set(refusals.map(String))].sort();
      expect(['ConflictError,0', 'NotAllowedError,0']).toEqual(
        expect.arrayContaining(reasons),
      );
      expect(accepted).toEqual({ ...NOTHING, ...EXPECTED[state] });
    },
  );
});
