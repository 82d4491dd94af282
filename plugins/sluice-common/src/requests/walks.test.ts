import fc from 'fast-check';
import {
  ASKER,
  at,
  created,
  OFFICE,
  PLATFORM,
  PRIVACY,
  RECORDS,
  table,
  TEAM,
  terms,
} from './__testUtils__/requests';
import { ApprovalDecision, RequestPolicy } from './approval';
import {
  approvalStepsOf,
  isFullyApproved,
  stepsAfterCounterOffer,
} from './approvalSteps';
import { Decider, entitlementsOf } from './entitlement';
import { RecordedRequestEvent, RequestEvent, RequestEventType } from './events';
import { applyRequestEvent, replayRequest, TransitionError } from './reduce';
import { AccessRequest } from './request';
import { TRANSITIONS } from './transitions';

const GROUPS = [TEAM, RECORDS, OFFICE, PRIVACY, PLATFORM];
const PEOPLE = [
  ASKER,
  ...['b', 'c', 'd', 'e'].map(each => `user:default/${each}`),
];

/** Terms of which some need the privacy step, and the narrowest are last. */
const TERMS = [
  terms([table('patients', [1, 2]), table('claims')]),
  terms([table('patients', [1, 2])]),
  terms([table('patients', [1])]),
];

/** Who is in which groups, and who stands in for whom, all of the time. */
interface World {
  groups: string[][];
  standsInFor: number[];
  policy: Pick<RequestPolicy, 'ownerQuorum' | 'sensitive'>;
}

/** Somebody tries something. */
interface Attempt {
  type: RequestEventType;
  person: number;
  variant: number;
  /** A decision without the right to it. */
  forged: boolean;
}

const worlds: fc.Arbitrary<World> = fc.record({
  groups: fc.tuple(...PEOPLE.map(() => fc.subarray(GROUPS, { minLength: 1 }))),
  standsInFor: fc.tuple(...PEOPLE.map(() => fc.nat(PEOPLE.length - 1))),
  policy: fc
    .tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 }))
    .map(([ownerQuorum, quorum]) => ({
      ownerQuorum,
      sensitive: [
        {
          title: 'Privacy',
          approvers: [PRIVACY],
          classifications: ['pii'],
          quorum,
        },
      ],
    })),
});

const attempts = fc.array(
  fc.record<Attempt>({
    // Mostly what leads to an agreement, or most walks would end before.
    type: fc.oneof(
      {
        weight: 1,
        arbitrary: fc.constantFrom(...TRANSITIONS.map(({ event }) => event)),
      },
      { weight: 1, arbitrary: fc.constantFrom('submitted', 'approved') },
      { weight: 6, arbitrary: fc.constant('stepApproved') },
    ) as fc.Arbitrary<RequestEventType>,
    person: fc.nat(PEOPLE.length - 1),
    variant: fc.nat(20),
    forged: fc.integer({ min: 0, max: 9 }).map(dice => dice === 0),
  }),
  { minLength: 20, maxLength: 60, size: 'max' },
);

function deciderOf(person: number, { groups, standsInFor }: World): Decider {
  const refs = (index: number) => ({
    user: PEOPLE[index],
    ownershipRefs: [PEOPLE[index], ...groups[index]],
  });
  return { ...refs(person), delegators: [refs(standsInFor[person])] };
}

function decisionOf(
  request: AccessRequest,
  { type, person, variant, forged }: Attempt,
  world: World,
): ApprovalDecision | undefined {
  const outcome =
    type === 'denied' ? ('denied' as const) : ('approved' as const);
  const rest = { outcome, by: PEOPLE[person], at: at(0), revision: 1 };
  const { steps } = request.agreement;
  if (forged) {
    const step = steps[variant % Math.max(1, steps.length)];
    return step && { ...rest, stepId: step.id, asMemberOf: PRIVACY };
  }
  const entitlements = entitlementsOf(request, deciderOf(person, world), {
    ownersOf: ref => [ref.endsWith('patients') ? RECORDS : OFFICE],
    escalationRefs: [PLATFORM],
  });
  const entitlement = entitlements[variant % Math.max(1, entitlements.length)];
  return entitlement && { ...rest, ...entitlement };
}

function eventOf(
  request: AccessRequest,
  attempt: Attempt,
  world: World,
): RequestEvent | undefined {
  const { type, variant } = attempt;
  const asked = TERMS[variant % TERMS.length];
  switch (type) {
    case 'created':
      return created();
    case 'edited':
      return { type, purpose: 'Other', terms: asked };
    case 'submitted':
      return { type, steps: approvalStepsOf(request.terms, world.policy) };
    case 'stepApproved': {
      const decision = decisionOf(request, attempt, world);
      if (!decision) return undefined;
      const { steps } = request.agreement;
      const narrower = TERMS.indexOf(asked) > TERMS.indexOf(request.terms);
      return narrower && variant > 15
        ? {
            type,
            decision,
            terms: asked,
            steps: stepsAfterCounterOffer(steps, asked, world.policy),
          }
        : { type, decision };
    }
    case 'denied': {
      const decision = decisionOf(request, attempt, world);
      return decision && { type, decision };
    }
    case 'approved':
      return { type, startsAt: at(variant), expiresAt: at(variant + 20) };
    case 'reduced':
      return { type, terms: asked, reason: 'x', expiresAt: at(variant + 15) };
    case 'escalated':
      return { type, to: [PLATFORM] };
    case 'reminded':
      return { type, expiresAt: at(30) };
    case 'applyStarted':
    case 'removalStarted':
      return { type, changeId: `c${variant}` };
    case 'applyFailed':
    case 'removalFailed':
      return { type, error: 'no' };
    case 'kept':
      return { type, reviewId: 'v1' };
    case 'revoked':
      return { type, reason: 'x' };
    case 'superseded':
      return { type, by: 'r2' };
    case 'removed':
      return { type, lastPossibleRead: at(60) };
    default:
      return { type };
  }
}

/** Everything that was possible of what was tried, and what it came to. */
function walk(world: World, tries: Attempt[]) {
  const events: RecordedRequestEvent[] = [];
  const states: AccessRequest[] = [];
  const happen = (
    event: RequestEvent,
    { actor, minute }: { actor: string; minute: number },
  ) => {
    const before = states[states.length - 1];
    const recorded = {
      requestId: 'r1',
      revision: events.length + 1,
      at: at(minute),
      actor,
      event,
    };
    try {
      states.push(applyRequestEvent(before, recorded));
      events.push(recorded);
    } catch (error) {
      expect(error).toBeInstanceOf(TransitionError);
    }
  };
  happen(created(TERMS[0]), { actor: ASKER, minute: 0 });
  tries.forEach((attempt, minute) => {
    const event = eventOf(states[states.length - 1], attempt, world);
    const actor = PEOPLE[attempt.person];
    if (event) happen(event, { actor, minute });
  });
  return { events, states };
}

const walks = fc.tuple(worlds, attempts);
const RUNS = { numRuns: 3_000 };

describe('any walk of a request through what can happen', () => {
  it('replays to where it came', () => {
    fc.assert(
      fc.property(walks, ([world, tries]) => {
        const { events, states } = walk(world, tries);
        expect(replayRequest(events)).toEqual(states[states.length - 1]);
      }),
      RUNS,
    );
  });

  it('comes to an agreement only by enough different people, none of whom asks', () => {
    let agreements = 0;
    fc.assert(
      fc.property(walks, ([world, tries]) => {
        const honest = tries.filter(({ forged }) => !forged);
        const agreed = walk(world, honest).states.find(
          ({ agreement }) => agreement.status === 'approved',
        );
        if (!agreed) return;
        agreements++;
        const { steps, decisions } = agreed.agreement;
        const needed = approvalStepsOf(agreed.terms, world.policy);
        for (const { id, quorum } of needed) {
          expect(steps.find(step => step.id === id)).not.toHaveProperty(
            'skipped',
          );
          const ofStep = decisions.filter(({ stepId }) => stepId === id);
          const hands = new Set(ofStep.map(({ by }) => by));
          const people = new Set(
            ofStep.map(({ by, onBehalfOf }) => onBehalfOf ?? by),
          );
          expect(hands.size).toBeGreaterThanOrEqual(quorum);
          expect(people.size).toBeGreaterThanOrEqual(quorum);
          for (const person of [...hands, ...people]) {
            expect(person).not.toBe(ASKER);
            expect(world.groups[PEOPLE.indexOf(person)]).not.toContain(TEAM);
          }
        }
      }),
      RUNS,
    );
    // Else the property would hold of nothing.
    expect(agreements).toBeGreaterThan(50);
  });

  it('is never agreed on with a step undecided, or by the asker, whoever writes the events', () => {
    fc.assert(
      fc.property(walks, ([world, tries]) => {
        const { states } = walk(world, tries);
        const agreed = states.filter(
          ({ agreement }) => agreement.status === 'approved',
        );
        expect(agreed.filter(state => !isFullyApproved(state))).toEqual([]);
        const deciders = states.flatMap(({ agreement }) =>
          agreement.decisions.flatMap(({ by, onBehalfOf }) => [by, onBehalfOf]),
        );
        expect(deciders).not.toContain(ASKER);
      }),
      RUNS,
    );
  });

  it('never begins to give access outside its time, nor ends it early', () => {
    fc.assert(
      fc.property(walks, ([world, tries]) => {
        const { events, states } = walk(world, tries);
        const outOfTime = events.filter(({ event, at: time }, index) => {
          const { startsAt, expiresAt } = states[index].agreement;
          return (
            (event.type === 'applyStarted' &&
              (time < startsAt! || time >= expiresAt!)) ||
            (event.type === 'expired' && time < expiresAt!)
          );
        });
        expect(outOfTime).toEqual([]);
      }),
      RUNS,
    );
  });
});
