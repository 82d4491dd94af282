import fc from 'fast-check';
import { EffectiveAccess, RegistrationMode } from '../accessModel';
import { worlds as grantWorlds } from '../consequences/__testUtils__/worlds';
import { createAccessIndex, effectiveAccess } from '../effectiveAccess';
import {
  ANALYST,
  C,
  CLAIMS,
  P,
  PATIENTS,
  SHARED,
  TEAM1,
  World,
  observe,
  onTable,
  onTags,
  row,
} from '../effectiveAccess/__testUtils__/world';
import { HypotheticalChange, applyHypothetical } from '../hypothetical';
import { parsePermissionResource, parsePrincipal } from '../permissions';
import { explainAccess } from './explainAccess';

const OPTED_IN = {
  principal: parsePrincipal(TEAM1),
  resource: parsePermissionResource(onTable('patients'), P),
};

const nearMisses = fc
  .record({
    principal: fc.constantFrom(ANALYST, `${P}:IAMPrincipals`, TEAM1),
    kind: fc.constantFrom('public', 'secret'),
    stage: fc.constantFrom('prod', 'test', '*'),
  })
  .map(({ principal, kind, stage }) =>
    row(principal, onTags({ kind: [kind], stage: [stage] }), ['SELECT']),
  );

/** Grants of every kind, and all else that an answer depends on. */
const worlds: fc.Arbitrary<World> = fc
  .record({
    world: grantWorlds,
    tags: fc.array(nearMisses, { maxLength: 2 }),
    mode: fc.constantFrom<RegistrationMode>(
      'lakeFormation',
      'lakeFormation',
      'hybrid',
      'none',
      'unknown',
    ),
    isOptedIn: fc.boolean(),
    invitation: fc.constantFrom(
      'ACCEPTED' as const,
      'PENDING' as const,
      'REJECTED' as const,
      'absent' as const,
    ),
    failures: fc.subarray(['optIns', 'shares', 'permissions'] as const, {
      maxLength: 1,
    }),
    fails: fc.boolean(),
    isShared: fc.boolean(),
    isGrantedOn: fc.boolean(),
    isListed: fc.boolean(),
  })
  .map(({ world, tags, mode, isOptedIn, invitation, failures, ...is }) => {
    const whole = onTable('patients');
    world.producerRows = [
      ...world.producerRows,
      ...tags,
      ...(is.isShared ? [row(C, whole, ['SELECT'], SHARED)] : []),
    ];
    if (is.isGrantedOn) {
      world.consumerRows = [
        ...world.consumerRows,
        row(TEAM1, whole, ['SELECT']),
      ];
    }
    const [patients] = world.producer.tables;
    patients.registration = mode;
    // An account lists what another grants to its principals.
    if (is.isListed) {
      const direct = world.producerRows.filter(
        ({ Principal }) => Principal?.DataLakePrincipalIdentifier === TEAM1,
      );
      world.consumerRows = [...world.consumerRows, ...direct];
    }
    world.producer.optIns = isOptedIn ? [OPTED_IN] : [];
    if (invitation !== 'ACCEPTED') {
      world.consumer.shares = [];
      world.consumer.invitations =
        invitation === 'absent'
          ? []
          : [{ ...world.consumer.invitations[0], status: invitation }];
    }
    if (is.fails) {
      world.consumer.failures = failures.map(part => ({
        part,
        message: 'denied',
      }));
    }
    return world;
  });

const questions = fc.record({
  principal: fc.constantFrom(ANALYST, TEAM1),
  table: fc.constantFrom(PATIENTS, CLAIMS),
  column: fc.constantFrom(undefined, 'patient_id', 'status', 'ssn'),
});

function reads(access: EffectiveAccess, column: string | undefined): boolean {
  if (access.level !== 'full' && access.level !== 'partial') return false;
  return access.columns.some(
    ({ name, rows }) =>
      (column === undefined || name === column) && rows.kind !== 'none',
  );
}

/** All changes in one go, as the page tries them. */
function answerAfter(
  before: ReturnType<typeof createAccessIndex>,
  changes: HypotheticalChange[],
  question: { principal: string; table: typeof PATIENTS },
) {
  return effectiveAccess(applyHypothetical(before, changes), question);
}

const isByHand = ({ changes }: { changes: unknown[] }) => changes.length === 0;

it('leaves nothing when all is done that it takes, and says where that stays unknown', () => {
  fc.assert(
    fc.property(worlds, questions, (world, { principal, table }) => {
      const question = { principal, table };
      const before = createAccessIndex(observe(world));
      const { access, toDisallow } = explainAccess(before, question);
      expect(access.level === 'none').toBe(toDisallow.length === 0);
      const after = answerAfter(
        before,
        toDisallow.flatMap(({ changes }) => changes),
        question,
      );
      expect(after.level).toBe(toDisallow.some(isByHand) ? 'unknown' : 'none');
    }),
    { numRuns: 600 },
  );
});

it('reads something by any one of what it takes to', () => {
  fc.assert(
    fc.property(worlds, questions, (world, { principal, table, column }) => {
      fc.pre(column !== 'status' || table === CLAIMS);
      fc.pre(column !== 'ssn' || table === PATIENTS);
      const question = { principal, table };
      const before = createAccessIndex(observe(world));
      const { access, toAllow } = explainAccess(before, {
        ...question,
        column,
      });
      expect(toAllow.length > 0 || reads(access, column)).toBe(true);
      for (const remedy of toAllow) {
        const isTrue = isByHand(remedy)
          ? remedy.text.includes('cannot be tried out')
          : reads(answerAfter(before, remedy.changes, question), column);
        expect([remedy.text, isTrue]).toEqual([remedy.text, true]);
      }
    }),
    { numRuns: 600 },
  );
});
