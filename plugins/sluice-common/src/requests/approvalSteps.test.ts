import {
  created,
  decided,
  PATIENTS_STEP,
  CLAIMS_STEP,
  PRIVACY,
  PRIVACY_STEP,
  policy,
  requestWith,
  submitted,
  table,
  terms,
} from './__testUtils__/requests';
import { ApprovalStep, RequestPolicy } from './approval';
import {
  approvalStepsOf,
  isFullyApproved,
  isStepComplete,
  openSteps,
  stepsAfterCounterOffer,
} from './approvalSteps';

const both = [table('patients', [1, 2]), table('claims')];
const idsOf = (steps: ApprovalStep[]) => steps.map(({ id }) => id);

describe('approvalStepsOf', () => {
  it.each([
    ['the owner of a table', [table('patients')], [PATIENTS_STEP]],
    [
      'the owners of every table',
      [table('patients'), table('claims')],
      [PATIENTS_STEP, CLAIMS_STEP],
    ],
    [
      'who answers for columns of a classification, in whatever case it is written',
      both,
      [PATIENTS_STEP, CLAIMS_STEP, PRIVACY_STEP],
    ],
  ])('asks %s', (_, tables, ids) => {
    expect(idsOf(approvalStepsOf(terms(tables), policy))).toEqual(ids);
  });

  it('asks about classified columns after the owners, and names them', () => {
    const step = approvalStepsOf(terms(both), policy)[2];
    expect(step).toEqual({
      id: PRIVACY_STEP,
      stage: 1,
      title: 'Privacy',
      approvers: { kind: 'members', refs: [PRIVACY] },
      quorum: 1,
      why: 'Sensitive columns: healthcare_db.patients.ssn.',
    });
  });
});

describe('stepsAfterCounterOffer', () => {
  const steps = approvalStepsOf(terms(both), policy);
  const skippedAfter = (
    tables: ReturnType<typeof table>[],
    sensitive: RequestPolicy['sensitive'] = policy.sensitive,
  ) =>
    idsOf(
      stepsAfterCounterOffer(steps, terms(tables), { sensitive }).filter(
        ({ skipped }) => skipped,
      ),
    );

  it.each([
    ['nothing that is still needed', both, []],
    ['the owner of a table that is left out', [both[0]], [CLAIMS_STEP]],
    [
      'those who answer for columns that are left out',
      [table('patients'), table('claims')],
      [PRIVACY_STEP],
    ],
  ])('skips %s', (_, tables, skipped) => {
    expect(skippedAfter(tables)).toEqual(skipped);
  });

  it('keeps a step whose rule is gone, or moved behind a new one', () => {
    expect(skippedAfter(both, [])).toEqual([]);
    const rule = { ...policy.sensitive[0], approvers: ['group:default/new'] };
    const moved = stepsAfterCounterOffer(steps, terms(both), {
      sensitive: [{ ...rule, title: 'New' }, rule],
    });
    expect(moved[2]).toEqual(steps[2]);
  });

  it('does not ask again what was skipped before', () => {
    const [step] = steps;
    const skipped = { ...step, skipped: 'said before' };
    expect(stepsAfterCounterOffer([skipped], terms(both), policy)).toEqual([
      skipped,
    ]);
  });
});

describe('steps of a request', () => {
  const quorumOfTwo = { ...policy, ownerQuorum: 2 };
  const pending = (...decisions: ReturnType<typeof decided>[]) =>
    requestWith([
      created(terms(both)),
      submitted(terms(both), quorumOfTwo),
      ...decisions,
    ]);
  const ben = { by: 'user:default/ben' };
  const carol = { by: 'user:default/carol' };

  it.each([
    ['nobody', [], false],
    ['one of two', [decided(PATIENTS_STEP)], false],
    ['two', [decided(PATIENTS_STEP), decided(PATIENTS_STEP, ben)], true],
    [
      'one, and somebody for another',
      [
        decided(PATIENTS_STEP),
        decided(PATIENTS_STEP, { ...ben, onBehalfOf: carol.by }),
      ],
      true,
    ],
  ])('one that needs two is decided by %s: %#', (_, decisions, complete) => {
    const request = pending(...decisions);
    expect(isStepComplete(request, request.agreement.steps[0])).toBe(complete);
  });

  it('opens a stage when the one before is complete', () => {
    const ofClaims = [decided(CLAIMS_STEP, ben), decided(CLAIMS_STEP, carol)];
    const ofPatients = [decided(PATIENTS_STEP), decided(PATIENTS_STEP, ben)];
    const open = (...decisions: ReturnType<typeof decided>[]) =>
      idsOf(openSteps(pending(...decisions)));
    expect(open()).toEqual([PATIENTS_STEP, CLAIMS_STEP]);
    expect(open(...ofClaims)).toEqual([PATIENTS_STEP]);
    expect(open(...ofClaims, ...ofPatients)).toEqual([PRIVACY_STEP]);
    const all = pending(
      ...ofClaims,
      ...ofPatients,
      decided(PRIVACY_STEP, { asMemberOf: PRIVACY }),
    );
    expect(openSteps(all)).toEqual([]);
    expect(isFullyApproved(all)).toBe(true);
  });

  it('are not complete when there are none, and not open in a draft', () => {
    const draft = requestWith([created()]);
    expect(isFullyApproved(draft)).toBe(false);
    expect(openSteps(draft)).toEqual([]);
  });
});
