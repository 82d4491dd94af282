import {
  ASKER,
  CLAIMS_STEP,
  context,
  created,
  decided,
  OFFICE,
  PATIENTS_STEP,
  PLATFORM,
  policy,
  PRIVACY,
  PRIVACY_STEP,
  RECORDS,
  requestWith,
  submitted,
  table,
  TEAM,
  terms,
} from './__testUtils__/requests';
import { Decider, Entitlement, entitlementsOf } from './entitlement';
import { RequestEvent } from './events';

const asked = terms([table('patients', [1, 2]), table('claims')]);
const PRIYA = 'user:default/priya';
const BEN = 'user:default/ben';

const person = (user: string, ...groups: string[]) => ({
  user,
  ownershipRefs: [user, ...groups],
});
const decider = (
  user: string,
  groups: string[] = [],
  ...delegators: Decider['delegators']
): Decider => ({ ...person(user, ...groups), delegators });

const request = (...events: RequestEvent[]) =>
  requestWith([
    created(asked),
    submitted(asked, { ...policy, ownerQuorum: 2 }),
    ...events,
  ]);
const escalated: RequestEvent = { type: 'escalated', to: [PLATFORM] };
const priyaDecided = decided(PATIENTS_STEP);
const patients = (members: Partial<Entitlement> = {}): Entitlement => ({
  stepId: PATIENTS_STEP,
  asMemberOf: RECORDS,
  ...members,
});
const claims = (members: Partial<Entitlement> = {}): Entitlement => ({
  stepId: CLAIMS_STEP,
  asMemberOf: OFFICE,
  ...members,
});
const byPlatform = { asMemberOf: PLATFORM, escalated: true };

describe('entitlementsOf', () => {
  it.each<[string, RequestEvent[], Decider, Entitlement[]]>([
    ['an owner', [], decider(PRIYA, [RECORDS]), [patients()]],
    [
      'an owner of both tables',
      [],
      decider(PRIYA, [RECORDS, OFFICE]),
      [patients(), claims()],
    ],
    ['a stranger', [], decider('user:default/eve'), []],
    ['those of a later stage', [], decider(PRIYA, [PRIVACY]), []],
    ['the asker, an owner', [], decider(ASKER, [RECORDS]), []],
    ['an owner of the team', [], decider(PRIYA, [RECORDS, TEAM]), []],
    [
      'somebody of the team, for an owner',
      [],
      decider(BEN, [TEAM], person(PRIYA, RECORDS)),
      [],
    ],
    [
      'somebody for the asker, an owner',
      [],
      decider(BEN, [], person(ASKER, RECORDS)),
      [],
    ],
    [
      'somebody for an owner of the team',
      [],
      decider(BEN, [], person(PRIYA, RECORDS, TEAM)),
      [],
    ],
    [
      'somebody for an owner',
      [],
      decider(BEN, [], person(PRIYA, RECORDS)),
      [patients({ onBehalfOf: PRIYA })],
    ],
    [
      'an owner, by their own right first',
      [],
      decider(BEN, [RECORDS], person(PRIYA, RECORDS)),
      [patients()],
    ],
    ['who decided', [priyaDecided], decider(PRIYA, [RECORDS]), []],
    [
      'who decided, for somebody else',
      [priyaDecided],
      decider(PRIYA, [RECORDS], person(BEN, RECORDS)),
      [],
    ],
    [
      'somebody for who decided',
      [priyaDecided],
      decider(BEN, [], person(PRIYA, RECORDS)),
      [],
    ],
    [
      'for whom somebody decided',
      [decided(PATIENTS_STEP, { by: BEN, onBehalfOf: PRIYA })],
      decider(PRIYA, [RECORDS]),
      [],
    ],
    ['the platform before escalation', [], decider(PRIYA, [PLATFORM]), []],
    [
      'the platform after escalation',
      [escalated],
      decider(PRIYA, [PLATFORM]),
      [patients(byPlatform), claims(byPlatform)],
    ],
    [
      'an owner after escalation, by their own right first',
      [escalated],
      decider(PRIYA, [PLATFORM, RECORDS]),
      [patients(), claims(byPlatform)],
    ],
    [
      'for whom somebody decided, after escalation',
      [escalated, decided(PATIENTS_STEP, { by: BEN, onBehalfOf: PRIYA })],
      decider(PRIYA, [PLATFORM]),
      [claims(byPlatform)],
    ],
    [
      'the asker, of the platform, after escalation',
      [escalated],
      decider(ASKER, [PLATFORM]),
      [],
    ],
    [
      'anybody once it is denied',
      [decided(PATIENTS_STEP, { outcome: 'denied' })],
      decider(BEN, [RECORDS]),
      [],
    ],
  ])('of %s: %#', (_, events, who, expected) => {
    expect(entitlementsOf(request(...events), who, context)).toEqual(expected);
  });

  it('go to a later stage when the one before is complete', () => {
    const complete = [PATIENTS_STEP, CLAIMS_STEP].flatMap(step => [
      decided(step),
      decided(step, { by: BEN }),
    ]);
    expect(
      entitlementsOf(request(...complete), decider(PRIYA, [PRIVACY]), context),
    ).toEqual([{ stepId: PRIVACY_STEP, asMemberOf: PRIVACY }]);
  });

  it('goes to nobody for a table that has no owner', () => {
    const nobody = { ...context, ownersOf: () => [] };
    expect(
      entitlementsOf(request(), decider(PRIYA, [RECORDS]), nobody),
    ).toEqual([]);
  });
});
