import { createMockDirectory } from '@backstage/backend-test-utils';
import { RequestPolicy } from '@sluice/plugin-sluice-common';
import fc from 'fast-check';
import { Knex } from 'knex';
import {
  SharedDatabase,
  sharedDatabases,
} from '../reconciler/__testUtils__/sharedDatabases';
import {
  agreement,
  circumstance,
  decision,
  end,
  work,
  workerDeath,
} from './__testUtils__/happenings';
import { Happening, Life } from './__testUtils__/Life';
import { LifeRules } from './__testUtils__/LifeRules';

jest.setTimeout(20 * 60_000);

/** A run takes seconds; more of them are for those who look for something. */
const RUNS = Number(process.env.SLUICE_LIFE_RUNS ?? 25);
const COMMANDS = Number(process.env.SLUICE_LIFE_COMMANDS ?? 15);
/** To see a failure again. */
const SEED = process.env.SLUICE_LIFE_SEED;

const POLICY: RequestPolicy = {
  maxDurationMinutes: 365 * 24 * 60,
  defaultDurationMinutes: 60,
  ownerQuorum: 1,
  sensitive: [],
  remindBeforeMinutes: [],
  reviews: { answerWithinMinutes: 60, unanswered: 'keep' },
  credentialLifetimeMinutes: 60,
};

const directory = createMockDirectory();
const databases = sharedDatabases(directory);

interface Real {
  life: Life;
  rules: LifeRules;
}

/** What happens in turn, some of it at one moment. The code has no say in what may. */
class Moment implements fc.AsyncCommand<object, Real> {
  constructor(private readonly turns: Happening[][]) {}

  check(): boolean {
    return true;
  }

  async run(_: object, { life, rules }: Real): Promise<void> {
    for (const happenings of this.turns) {
      await Promise.all(happenings.map(each => life.happen(each)));
      refuse(await rules.violations());
      if (happenings.some(each => each.do === 'rest')) {
        refuse(await rules.violationsAtRest());
      }
    }
  }

  toString(): string {
    return JSON.stringify(this.turns);
  }
}

function refuse(violations: string[]): void {
  if (violations.length > 0) throw new Error(violations.join('\n'));
}

const oneOf = (happening: fc.Arbitrary<Happening>) =>
  happening.map(each => new Moment([[each]]));
const several = fc
  .array(fc.oneof(decision, work), { minLength: 2, maxLength: 4 })
  .filter(happenings => haveOwnBackends(happenings))
  .map(happenings => new Moment([happenings]));
/** It ends before anybody looks who knows what the dead one did. */
const endAfterDeath = fc
  .tuple(agreement, workerDeath, end)
  .map(turns => new Moment(turns.map(each => [each])));
/** Each is as likely as the others. */
const MOMENTS = [
  oneOf(decision),
  oneOf(decision),
  oneOf(work),
  oneOf(circumstance),
  several,
  several,
  endAfterDeath,
];
/** What every life begins with, so that there is something to decide on. */
const BEGINNING: Happening[] = (['ann', 'pat'] as const).map(who => ({
  do: 'agree',
  who,
  terms: {
    tables: [
      {
        table: 'resource:healthcare-producer/healthcare_db.patients',
        columns: ['patient_id', 'city', 'state'],
        rowFilter: "state = 'Texas'",
      },
    ],
    durationMinutes: 60,
  },
}));

/** One that dies or is started anew does nothing else at that moment. */
function haveOwnBackends(happenings: Happening[]): boolean {
  return !happenings.some(({ do: what }) =>
    ['restart', 'backendDies'].includes(what),
  );
}

const onPostgres = databases.ids.includes('POSTGRES_15')
  ? describe
  : describe.skip;

onPostgres(
  'the life of agreements, on PostgreSQL (scripts/with-postgres)',
  () => {
    it.each([
      ['one owner', POLICY],
      ['two owners', { ...POLICY, ownerQuorum: 2 }],
    ])(
      'is told truly by Lake Formation, whatever happens, where %s of a table must agree',
      async (_, policy) => {
        const database = await databases.open('POSTGRES_15');
        await fc.assert(
          fc.asyncProperty(
            fc.commands(MOMENTS, { maxCommands: COMMANDS, size: 'max' }),
            async moments => {
              expect(await live(database, policy, moments)).toEqual([]);
            },
          ),
          {
            numRuns: Math.ceil(RUNS / 2),
            endOnFailure: !SEED,
            ...(SEED && { seed: Number(SEED) }),
          },
        );
      },
    );
  },
);

/** @returns what of the rules is violated at its end */
async function live(
  database: SharedDatabase,
  policy: RequestPolicy,
  moments: Iterable<fc.AsyncCommand<object, Real>>,
): Promise<string[]> {
  await empty(database.knex);
  const life = await Life.start({ directory, database, policy });
  const rules = new LifeRules(life);
  try {
    for (const happening of BEGINNING) await life.happen(happening);
    refuse(await rules.violations());
    await fc.asyncModelRun(
      () => ({ model: {}, real: { life, rules } }),
      moments,
    );
    await life.rest();
    return [...(await rules.violations()), ...(await rules.violationsAtRest())];
  } finally {
    await life.stop();
  }
}

/** A run begins with nothing on record. */
async function empty(knex: Knex): Promise<void> {
  const { rows } = await knex.raw(
    `SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '%knex%'`,
  );
  if (rows.length === 0) return;
  const names = rows.map(({ tablename }: any) => `"${tablename}"`);
  await knex.raw(`TRUNCATE ${names.join(', ')} RESTART IDENTITY CASCADE`);
}
