import {
  agreed,
  ASKER,
  at,
  created,
  decided,
  next,
  PATIENTS_STEP,
  requestWith,
  submitted,
  table,
  TEAM,
  terms,
} from './__testUtils__/requests';
import { RequestEvent } from './events';
import { applyRequestEvent, replayRequest, TransitionError } from './reduce';
import { AccessRequest, phaseOf, RequestPhase } from './request';
import { mayHoldRights, TRANSITIONS } from './transitions';

const ended = { type: 'revoked', reason: 'not needed' } as const;
const applyStarted = { type: 'applyStarted', changeId: 'c1' } as const;
const applied = { type: 'applied' } as const;
const applyFailed = { type: 'applyFailed', error: 'no' } as const;
const removalStarted = { type: 'removalStarted', changeId: 'c2' } as const;
const removed = { type: 'removed', lastPossibleRead: at(60) } as const;
const removalFailed = { type: 'removalFailed', error: 'no' } as const;
const narrower = terms([table('patients', [1])], 500);
const edited: RequestEvent = {
  type: 'edited',
  purpose: 'Less',
  terms: narrower,
};
const active = [...agreed, applyStarted, applied];

/** The request of each phase that there is. */
const LIVES: [RequestPhase, boolean, RequestEvent[]][] = [
  ['draft', false, [created()]],
  ['draft', false, [created(), submitted(), edited]],
  ['pending', false, [created(), submitted()]],
  ['withdrawn', false, [created(), { type: 'withdrawn' }]],
  [
    'denied',
    false,
    [created(), submitted(), decided(PATIENTS_STEP, { outcome: 'denied' })],
  ],
  ['approved', false, agreed],
  ['applying', true, [...agreed, applyStarted]],
  ['failed', true, [...agreed, applyStarted, applyFailed]],
  ['active', true, active],
  [
    'applying',
    true,
    [...active, { type: 'reduced', terms: narrower, reason: 'x' }],
  ],
  [
    'approved',
    false,
    [...agreed, { type: 'reduced', terms: narrower, reason: 'x' }],
  ],
  ['superseded', false, [...active, { type: 'superseded', by: 'r2' }]],
  ['revoked', false, [...agreed, ended]],
  ['revoking', true, [...active, ended]],
  ['revoking', true, [...active, ended, removalStarted]],
  ['failed', true, [...active, ended, removalStarted, removalFailed]],
  ['revoked', false, [...active, ended, removalStarted, removed]],
];

describe('a request', () => {
  it.each(LIVES)(
    'is %s, with rights in AWS: %s: %#',
    (phase, rights, events) => {
      const request = requestWith(events);
      expect(phaseOf(request)).toBe(phase);
      expect(mayHoldRights(request)).toBe(rights);
    },
  );

  it('expires, by itself, at its end', () => {
    const before = requestWith(active);
    const request = applyRequestEvent(
      before,
      next(before, { type: 'expired' }, { minute: 1_004 }),
    );
    expect(phaseOf(request)).toBe('expiring');
    expect(request.agreement).toMatchObject({ endedAt: at(1_004) });
    expect(request.agreement).not.toHaveProperty('endedBy');
  });

  it('is a draft without approvals after an edit', () => {
    const {
      agreement,
      terms: standing,
      purpose,
    } = requestWith([
      created(),
      submitted(),
      { ...decided(PATIENTS_STEP), terms: narrower } as RequestEvent,
      { type: 'escalated', to: ['group:default/platform'] },
      edited,
    ]);
    expect(agreement).toEqual({ status: 'draft', steps: [], decisions: [] });
    expect([standing, purpose]).toEqual([narrower, 'Less']);
  });

  it('keeps what was asked beside what an approver narrowed it to', () => {
    const request = requestWith([
      created(),
      submitted(),
      { ...decided(PATIENTS_STEP), terms: narrower } as RequestEvent,
    ]);
    expect([request.terms, request.asked]).toEqual([narrower, terms()]);
  });

  it('is applied anew when it is reduced, and not said to be active meanwhile', () => {
    const request = requestWith([
      ...active,
      { type: 'reduced', terms: narrower, reason: 'x', expiresAt: at(500) },
    ]);
    expect(request).toMatchObject({
      terms: narrower,
      agreement: { status: 'approved', expiresAt: at(500) },
      fulfilment: { status: 'applying' },
    });
    expect(request.fulfilment).not.toHaveProperty('changeId');
  });

  it('names who ended it and why', () => {
    expect(requestWith([...active, ended]).agreement).toMatchObject({
      endedAt: at(7),
      endedBy: ASKER,
      endReason: 'not needed',
    });
  });

  it('forgets why it failed once it is tried again', () => {
    const request = requestWith([
      ...agreed,
      applyStarted,
      applyFailed,
      applyStarted,
    ]);
    expect(request.fulfilment).toEqual({ status: 'applying', changeId: 'c1' });
  });
});

describe('what cannot happen', () => {
  const pending = [created(), submitted()];

  it.each<[string, RequestEvent[], RequestEvent, RegExp]>([
    ['made twice', [created()], created(), /exists/],
    [
      'agreed on while somebody is still asked',
      pending,
      { type: 'approved', startsAt: at(3), expiresAt: at(9) },
      /a step still waits/,
    ],
    [
      'agreed on backwards',
      agreed.slice(0, 3),
      { type: 'approved', startsAt: at(9), expiresAt: at(9) },
      /end before it starts/,
    ],
    [
      'asked of nobody',
      [created()],
      { type: 'submitted', steps: [] },
      /nobody would have to agree/,
    ],
    [
      'decided by the asker',
      pending,
      decided(PATIENTS_STEP, { by: ASKER }),
      /request of their own/,
    ],
    [
      'decided for the asker',
      pending,
      decided(PATIENTS_STEP, { onBehalfOf: ASKER }),
      /request of their own/,
    ],
    [
      'denied by the asker',
      pending,
      decided(PATIENTS_STEP, { by: ASKER, outcome: 'denied' }),
      /request of their own/,
    ],
    [
      'decided by the right of the team',
      pending,
      decided(PATIENTS_STEP, { asMemberOf: TEAM }),
      /their own team/,
    ],
    ['decided at no step', pending, decided('owner:other'), /is not open/],
    [
      'decided when it is decided',
      agreed.slice(0, 3),
      decided(PATIENTS_STEP, { by: 'user:default/ben' }),
      /is not open/,
    ],
    [
      'begun after its end',
      [
        ...agreed.slice(0, 3),
        { type: 'approved', startsAt: at(4), expiresAt: at(5) },
      ],
      applyStarted,
      /its end has come/,
    ],
    [
      'begun before its start',
      [
        ...agreed.slice(0, 3),
        { type: 'approved', startsAt: at(6), expiresAt: at(9) },
      ],
      applyStarted,
      /its start has not come/,
    ],
    ['ended before its time', active, { type: 'expired' }, /has not come/],
    [
      'reduced to end later',
      active,
      { type: 'reduced', terms: narrower, reason: 'x', expiresAt: at(1_005) },
      /end later/,
    ],
    ['called active unread', agreed, applied, /cannot happen/],
    ['ended twice', [...active, ended], ended, /cannot happen/],
    ['changed once agreed on', agreed, edited, /cannot happen/],
  ])('%s', (_, events, event, message) => {
    const before = requestWith(events);
    expect(() => applyRequestEvent(before, next(before, event))).toThrow(
      TransitionError,
    );
    expect(() => applyRequestEvent(before, next(before, event))).toThrow(
      message,
    );
  });

  it('two decisions of one person, for themselves or for others', () => {
    const rules = { ownerQuorum: 3, sensitive: [] };
    const before = requestWith([
      created(),
      submitted(terms(), rules),
      decided(PATIENTS_STEP, {
        by: 'user:default/ben',
        onBehalfOf: 'user:default/ada',
      }),
    ]);
    const taken = (changes: { by?: string; onBehalfOf?: string }) => () =>
      applyRequestEvent(before, next(before, decided(PATIENTS_STEP, changes)));
    expect(taken({ by: 'user:default/ben' })).toThrow(/has decided/);
    expect(taken({ by: 'user:default/ada' })).toThrow(/has decided/);
    expect(taken({ onBehalfOf: 'user:default/ada' })).toThrow(/has decided/);
    expect(taken({})).not.toThrow();
  });

  it('anything to a request that is denied, withdrawn or superseded', () => {
    const finished = LIVES.filter(([phase]) =>
      ['denied', 'withdrawn', 'superseded'].includes(phase),
    ).map(([, , events]) => requestWith(events));
    expect(finished).toHaveLength(3);
    for (const { agreement } of finished) {
      expect(
        TRANSITIONS.filter(each =>
          each.agreement.from.includes(agreement.status),
        ),
      ).toEqual([]);
    }
  });
});

describe('replayRequest', () => {
  const first = next(undefined, created(), { actor: ASKER });

  it.each<[string, Parameters<typeof replayRequest>[0], RegExp]>([
    ['without events', [], /begins with an event/],
    [
      'without its beginning',
      [{ ...next(undefined, submitted()) }],
      /There is no request/,
    ],
    [
      'with a gap',
      [first, { ...next(undefined, submitted()), revision: 3 }],
      /does not follow/,
    ],
  ])('refuses a story %s', (_, events, message) => {
    expect(() => replayRequest(events)).toThrow(message);
  });

  it('gives the request that the events made', () => {
    let request: AccessRequest | undefined;
    const events = active.map(event => {
      const recorded = next(request, event, { actor: ASKER });
      request = applyRequestEvent(request, recorded);
      return recorded;
    });
    expect(replayRequest(events)).toEqual(request);
  });
});
