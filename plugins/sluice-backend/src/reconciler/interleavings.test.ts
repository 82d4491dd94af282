import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { DeclarationInput } from '@sluice/plugin-sluice-common';
import { healthcareDeclarations } from '@sluice/plugin-sluice-backend-module-sandbox';
import fc from 'fast-check';
import { describeWorld } from './__testUtils__/describeWorld';
import {
  genomics,
  populationResearch,
  startSeededEstate,
} from './__testUtils__/onboarding';
import { SHARED_LISTS, SharedList } from './__testUtils__/OtherPeople';
import { Rehearsal, Wish } from './__testUtils__/Rehearsal';
import { startReconciler } from './__testUtils__/startReconciler';

jest.setTimeout(5 * 60_000);

/** A run takes seconds; more of them are for those who look for something. */
const RUNS = Number(process.env.SLUICE_INTERLEAVINGS ?? 25);

/** About as often as a document is read in one run. */
const READS = 40;

const [producerAccount] = healthcareDeclarations;
const ADMINISTRATORS = ['steward', 'auditor'].map(
  name => `arn:aws:iam::111122223333:role/${name}`,
);
const TEAMS = [
  { declaration: populationResearch, name: /population.research/ },
  { declaration: genomics, name: /genomics/ },
];

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});
const directory = createMockDirectory();

const theirEdit = fc.record({
  afterReads: fc.nat(READS),
  list: fc.constantFrom(...(Object.keys(SHARED_LISTS) as SharedList[])),
  action: fc.constantFrom('add' as const, 'remove' as const),
  entry: fc.nat(2),
});

/** Whether a team is to be there, from time to time. */
const presence = fc.array(fc.boolean(), { minLength: 1, maxLength: 2 });

const script = fc.record({
  theirs: fc.array(theirEdit, { maxLength: 12 }),
  teams: fc.tuple(presence, presence),
  /** Who is to administrate the producer account, from time to time. */
  administrators: fc.array(fc.subarray(ADMINISTRATORS), {
    minLength: 1,
    maxLength: 3,
  }),
});

const producerWith = (dataLakeAdministrators: string[]): Wish => ({
  kind: 'apply',
  declaration: {
    ...producerAccount,
    dataLakeAdministrators,
  } as DeclarationInput,
});
const teamWish = (declaration: DeclarationInput, isThere: boolean): Wish => ({
  kind: isThere ? 'apply' : 'remove',
  declaration,
});

it('leaves what others write as they last wrote it, and ours as declared', async () => {
  const knex = await databases.init('SQLITE_3');
  const estate = await startSeededEstate(directory, knex);
  const reconciler = await startReconciler({
    knex,
    connection: estate.connection,
  });
  const rehearsal = new Rehearsal({ estate, reconciler, knex });
  /** What is missing of a team that is to be there, or left of one that is not. */
  const notAsWished = async (
    { declaration, name }: (typeof TEAMS)[number],
    isThere: boolean,
  ): Promise<string[]> => {
    if (!isThere) {
      return (await describeWorld(estate)).filter(line => name.test(line));
    }
    const { steps } = await reconciler.plan(declaration, 'apply');
    return steps
      .filter(({ action }) => action !== 'none')
      .map(({ action, title }) => `${action}: ${title}`);
  };
  await fc.assert(
    fc
      .asyncProperty(script, async ({ theirs, teams, administrators }) => {
        const theirEntries = await rehearsal.play({
          theirs,
          ours: [
            administrators.map(producerWith),
            ...TEAMS.map(({ declaration }, index) =>
              teams[index].map(isThere => teamWish(declaration, isThere)),
            ),
          ],
        });
        expect(await rehearsal.theirEntries()).toEqual(theirEntries);
        const ours = await rehearsal.others.notTheirs('administrators');
        expect(new Set(ours)).toEqual(
          new Set(
            administrators
              .at(-1)!
              .map(arn => ({ DataLakePrincipalIdentifier: arn })),
          ),
        );
        for (const [index, team] of TEAMS.entries()) {
          expect(await notAsWished(team, teams[index].at(-1)!)).toEqual([]);
        }
      })
      .beforeEach(() =>
        rehearsal.reset([
          producerWith([]),
          ...TEAMS.map(({ declaration }) => teamWish(declaration, false)),
        ]),
      ),
    { numRuns: RUNS, interruptAfterTimeLimit: 3 * 60_000 },
  );
});
