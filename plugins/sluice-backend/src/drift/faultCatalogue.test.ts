import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Drift, DRIFT_CAUSES, DriftCause } from '@sluice/plugin-sluice-common';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { CLAIMS_CARE, PATIENTS_CARE } from '../__testUtils__/catalog';
import { succeeded } from '../reconciler/__testUtils__/startReconciler';
import { PLATFORM, startDriftLife } from './__testUtils__/startDriftLife';

jest.setTimeout(120_000);

/** With boto3; `scripts/test-conformance` names it. */
const PYTHON = process.env.SLUICE_PYTHON;
const INJECT = path.resolve(__dirname, '../../../../tests/faults/inject.py');
const run = promisify(execFile);

if (!PYTHON) {
  // eslint-disable-next-line no-console
  console.warn(
    'THE FAULT CATALOGUE IS LEFT OUT: SLUICE_PYTHON names no Python with boto3. scripts/test-conformance runs it.',
  );
}

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const directory = createMockDirectory();

const PATIENTS_OWNER = 'group:default/patient-records';
const CLAIMS_OWNER = 'group:default/claims-office';
const LENA = 'user:default/lena';

/** What ends it: a repair plan; a person; or a plan that says why it will not. */
type End = 'repaired' | 'byHand' | 'refused';

/** By the number of governance reference 3.9: cause, who is told (once each), and what ends it. */
const FAULTS: [
  number: number,
  title: string,
  cause: DriftCause,
  told: string[][],
  end: End,
][] = [
  [
    1,
    'SELECT removed by hand',
    'grantMissing',
    [[CLAIMS_OWNER, CLAIMS_CARE]],
    'repaired',
  ],
  [
    2,
    'resource link removed',
    'linkMissing',
    [
      [CLAIMS_OWNER, CLAIMS_CARE],
      [CLAIMS_OWNER, PATIENTS_CARE],
    ],
    'repaired',
  ],
  [3, 'RAM share left', 'shareGone', [[PLATFORM]], 'byHand'],
  [
    4,
    'invitation never accepted',
    'invitationNotAccepted',
    [[PLATFORM]],
    'repaired',
  ],
  [5, 'role deleted', 'roleMissing', [[PLATFORM, CLAIMS_CARE]], 'repaired'],
  [6, 'role deleted and made anew', 'roleRecreated', [[PLATFORM]], 'byHand'],
  [
    7,
    'table dropped and made anew',
    'tableRecreated',
    [[CLAIMS_OWNER]],
    'byHand',
  ],
  [
    8,
    'whole-table SELECT added to the same role',
    'teamReadsMore',
    [[PATIENTS_OWNER]],
    'repaired',
  ],
  [
    9,
    'SELECT added to a stranger',
    'strangerReads',
    [[PATIENTS_OWNER]],
    'repaired',
  ],
  [
    10,
    'row expression of the filter changed',
    'rowFilterChanged',
    [[PATIENTS_OWNER]],
    'repaired',
  ],
  [
    11,
    'column list of the filter changed',
    'columnListChanged',
    [[PATIENTS_OWNER]],
    'repaired',
  ],
  [12, 'filter deleted', 'filterMissing', [[PATIENTS_OWNER]], 'repaired'],
  [13, 'second filter added', 'secondFilter', [[PATIENTS_OWNER]], 'repaired'],
  [
    14,
    'column added under an exclude list',
    'columnAddedUnderExclude',
    [[PATIENTS_OWNER]],
    'repaired',
  ],
  [
    15,
    'excluded column renamed',
    'excludedColumnRenamed',
    [[PATIENTS_OWNER]],
    'byHand',
  ],
  [
    16,
    'filtered column dropped',
    'filteredColumnGone',
    [[PATIENTS_OWNER]],
    'byHand',
  ],
  [
    17,
    'IAM_ALLOWED_PRINCIPALS back on the table',
    'openToIam',
    [[PATIENTS_OWNER]],
    'repaired',
  ],
  [18, 'location deregistered', 'notGoverned', [[PLATFORM]], 'repaired'],
  [
    19,
    'LF-Tag makes a tag grant match',
    'openedByTag',
    [[PATIENTS_OWNER]],
    'repaired',
  ],
  [
    20,
    'row-level-security policy attached',
    'notUnderstood',
    [[PLATFORM]],
    'byHand',
  ],
  [
    21,
    'role becomes data lake administrator',
    'roleIsAdministrator',
    [[PLATFORM]],
    'byHand',
  ],
  // Sluice did not make the link, and does not delete what it did not make.
  [
    22,
    'link re-pointed to another table',
    'linkRepointed',
    [[CLAIMS_OWNER]],
    'refused',
  ],
  [
    23,
    'session tag value removed',
    'engineRightsLost',
    [[PLATFORM]],
    'repaired',
  ],
];

(PYTHON ? describe : describe.skip)('the fault catalogue', () => {
  let life: Awaited<ReturnType<typeof startDriftLife>>;
  let url: string;

  beforeEach(async () => {
    life = await startDriftLife({
      directory,
      knex: await databases.init('SQLITE_3'),
    });
    url = await life.sandbox.listen();
    await life.check();
  });
  afterEach(() => life.sandbox.close());

  const inject = (stage: 'prepare' | 'inject', number: number) =>
    run(PYTHON!, [INJECT, url, stage, String(number)]);

  const open = () => life.drift.store.listOpen(life.clock.now());

  const toldOf = () =>
    life.sent
      .map(({ recipients }) => [(recipients as any).entityRef].flat())
      .sort();

  /** Plans and applies repairs until nothing is open. */
  async function repairAll(most: number) {
    for (let i = 0; i < most; i++) {
      const [next] = await open();
      if (!next) return;
      const plan = await life.drift.repairs.plan(next.drift, LENA);
      succeeded(await life.reconciler.apply(plan));
      await life.check();
    }
  }

  /** @returns what is not as the end of a fault should be; nothing when it is */
  const endOf: Record<End, (drift: Drift, most: number) => Promise<unknown>> = {
    repaired: async (_, most) => {
      await repairAll(most);
      return open();
    },
    byHand: async ({ repair }) =>
      repair.kind === 'byHand' && /\w+.*\.$/.test(repair.text) ? [] : repair,
    refused: async drift => {
      const { findings } = await life.drift.repairs.plan(drift, LENA);
      return findings.some(
        ({ rule, severity }) => rule === 'OWNERSHIP' && severity === 'error',
      )
        ? []
        : findings;
    },
  };

  it.each(FAULTS)('%i: %s is %s', async (number, _, cause, told, end) => {
    await inject('prepare', number);
    expect(await life.check()).toEqual([]);
    await inject('inject', number);
    for (let check = 1; check <= 3; check++) await life.check();

    const found = (await open()).map(({ drift }) => drift);
    expect(new Set(found.map(each => each.cause))).toEqual(new Set([cause]));
    expect(DRIFT_CAUSES[cause].fault).toBe(number);
    expect(toldOf()).toEqual(told);

    expect(await endOf[end](found[0], told.length)).toEqual([]);
    expect(toldOf()).toEqual(told);
  });

  it('raises no alarm over what is on a later page (24)', async () => {
    await inject('inject', 24);
    expect(await life.check()).toEqual([]);
    expect(life.sent).toEqual([]);
  });

  it('names two faults at once', async () => {
    await inject('inject', 10);
    await inject('inject', 1);
    await life.check();
    expect((await open()).map(({ drift }) => drift.cause).sort()).toEqual([
      'grantMissing',
      'rowFilterChanged',
    ]);
  });
});

it('knows each fault of the catalogue that is one', () => {
  expect(FAULTS.map(([number]) => number)).toEqual(
    Array.from({ length: 23 }, (_, i) => i + 1),
  );
});
