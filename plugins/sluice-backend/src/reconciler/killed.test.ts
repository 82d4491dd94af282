import { createMockDirectory } from '@backstage/backend-test-utils';
import { DeclarationInput } from '@sluice/plugin-sluice-common';
import {
  FaultRule,
  healthcareDeclarations,
} from '@sluice/plugin-sluice-backend-module-sandbox';
import { startEmptyEstate } from '../__testUtils__/emptyEstate';
import { describeWorld } from './__testUtils__/describeWorld';
import { Death, KillRig } from './__testUtils__/KillRig';
import {
  populationResearch,
  startSeededEstate,
} from './__testUtils__/onboarding';
import { OtherPeople, SharedList } from './__testUtils__/OtherPeople';
import {
  SharedDatabase,
  sharedDatabases,
} from './__testUtils__/sharedDatabases';
import { startReconciler, succeeded } from './__testUtils__/startReconciler';

jest.setTimeout(20 * 60_000);

/**
 * All places take minutes, so CI takes every few of them, other ones on each
 * database; `SLUICE_KILL=everywhere` takes all.
 */
const EVERYWHERE = process.env.SLUICE_KILL === 'everywhere';
const STRIDES = { calls: 7, journal: 29 };

const [producerAccount] = healthcareDeclarations;

/** For the backends that die and those that go on. */
const BAD_WEATHER: FaultRule[] = [
  { operation: '*', rate: 0.05, error: { code: 'ThrottlingException' } },
  {
    operation: 'LakeFormation.*',
    rate: 0.1,
    error: { code: 'ConcurrentModificationException' },
  },
];

interface Onboarding {
  declaration: DeclarationInput;
  start: (database: SharedDatabase) => ReturnType<typeof startEmptyEstate>;
  /** Lists of documents that it writes, in which others have entries. */
  lists: SharedList[];
}

const directory = createMockDirectory();
const databases = sharedDatabases(directory);
const rigs: KillRig[] = [];

afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.stop();
});

const team: Onboarding = {
  declaration: populationResearch,
  start: ({ knex }) => startSeededEstate(directory, knex),
  lists: [
    'administrators',
    'filteringAllowList',
    'sessionTags',
    'catalogPolicy',
    'queryPolicyMembers',
    'queryPolicyStatements',
    'queryRoleTrust',
  ],
};

const account: Onboarding = {
  declaration: producerAccount,
  async start({ knex }) {
    const estate = await startEmptyEstate(directory);
    const { connection } = estate;
    const reconciler = await startReconciler({ knex, connection });
    // What AWS cannot delete is there ever after the first time.
    await reconciler.make(producerAccount);
    await reconciler.remove(producerAccount);
    return estate;
  },
  lists: [
    'administrators',
    'filteringAllowList',
    'sessionTags',
    'catalogPolicy',
  ],
};

describe.each(databases.ids)('on %s', databaseId => {
  it.each([
    ['a consumer team', team],
    ['a producer account', account],
  ])('onboarding of %s ends alike', async (_, onboarding) => {
    const { declaration, lists } = onboarding;
    const database = await databases.open(databaseId);
    const estate = await onboarding.start(database);
    const others = new OtherPeople(estate);
    for (const list of lists) {
      await others.edit(list, 'add', 1);
      await others.edit(list, 'add', 2);
    }
    const offboard = async () => {
      const reconciler = await startReconciler({
        knex: database.knex,
        connection: estate.connection,
      });
      await reconciler.remove(declaration);
    };
    const rig = await KillRig.start({ estate, database });
    rigs.push(rig);

    const before = await describeWorld(estate);
    const { change, writes } = await rig.applyUndisturbed(declaration);
    succeeded(change);
    const expected = await describeWorld(estate);
    await offboard();
    expect(await describeWorld(estate)).toEqual(before);

    for (const death of deaths({
      writes: writes.length,
      // The first is of who asked for the change.
      journalEntries: change.journal.length - 1,
      offset: databases.ids.indexOf(databaseId),
    })) {
      // A retry would be an entry of the journal, too.
      const weather = 'journal' in death ? [] : BAD_WEATHER;
      succeeded(await rig.applyAndDie(declaration, death, weather));
      expect({ death, world: await describeWorld(estate) }).toEqual({
        death,
        world: expected,
      });
      await offboard();
      expect({ death, world: await describeWorld(estate) }).toEqual({
        death,
        world: before,
      });
    }
    for (const list of lists) {
      expect({ list, entries: await others.entries(list) }).toEqual({
        list,
        entries: [1, 2],
      });
    }
  });
});

function deaths(options: {
  writes: number;
  journalEntries: number;
  offset: number;
}): Death[] {
  const { writes, journalEntries, offset } = options;
  const calls = numbersTo(writes).map(
    (afterWrites): Death => ({ afterWrites }),
  );
  const boundaries = numbersTo(journalEntries).flatMap((entry): Death[] => [
    { journal: { entry, when: 'before' } },
    { journal: { entry, when: 'after' } },
  ]);
  const everyFew = (all: Death[], stride: number) =>
    all.filter((_, index) => EVERYWHERE || index % stride === offset);
  return [
    ...everyFew(calls, STRIDES.calls),
    ...everyFew(boundaries, STRIDES.journal),
  ];
}

function numbersTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}
