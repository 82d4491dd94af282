import {
  createMockDirectory,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import {
  Declaration,
  DeclarationInput,
  declarationSchema,
  exportShell,
  Plan,
} from '@sluice/plugin-sluice-common';
import { healthcareDeclarations } from '@sluice/plugin-sluice-backend-module-sandbox';
import { AwsConnectionService } from '@sluice/plugin-sluice-node';
import { Knex } from 'knex';
import {
  ESTATE_ACCOUNTS,
  startEmptyEstate,
} from '../__testUtils__/emptyEstate';
import { DeclarationStore } from '../declarations';
import { DatabaseObservationStore } from '../store';
import {
  CommandLine,
  missingTools,
  namedAwsCli,
} from './__testUtils__/CommandLine';
import { describeWorld } from './__testUtils__/describeWorld';
import { populationResearch } from './__testUtils__/onboarding';
import { FAST, startReconciler } from './__testUtils__/startReconciler';
import { createReconciler } from './createReconciler';
import { ResourceContexts } from './ResourceContexts';

// Each of some 250 calls of the AWS CLI is a process of its own, of half a second.
jest.setTimeout(600_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});
const directory = createMockDirectory();

/** The seed, and a team with a namespace, columns and rows of its own. */
const declarations = [...healthcareDeclarations, populationResearch];

const awsCli = namedAwsCli();
const missing = awsCli ? missingTools(awsCli) : ['SLUICE_AWS_CLI is not set'];
// Who names an AWS CLI in CI wants the test, not a reason for its absence.
const maybe =
  missing.length === 0 || (awsCli && process.env.CI) ? describe : describe.skip;
if (missing.length > 0) {
  // eslint-disable-next-line no-console
  console.warn(
    [
      'NOT TESTED: exported shell scripts, by the real AWS CLI and kubectl.',
      'scripts/test-conformance does it; here it cannot be done:',
      ...missing,
    ].join('\n'),
  );
}

/** Plans of somebody who applies them by other means and says in the configuration what is in force. */
async function startPlanning(knex: Knex, connection: AwsConnectionService) {
  await DatabaseObservationStore.create(mockServices.database({ knex }));
  const inForce: Declaration[] = [];
  const { plans, stop } = createReconciler({
    knex,
    contexts: new ResourceContexts(connection),
    declarations: new DeclarationStore(knex, inForce),
    onApplied: () => {},
    reviewer: { findings: async () => [], consequences: async () => [] },
    logger: mockServices.logger.mock(),
    options: FAST,
  });
  return {
    inForce,
    stop,
    plan: (declaration: DeclarationInput): Promise<Plan> =>
      plans.create({
        kind: 'apply',
        declaration,
        createdBy: 'user:default/tester',
      }),
  };
}

async function madeByApi(): Promise<string[]> {
  const estate = await startEmptyEstate(directory);
  const reconciler = await startReconciler({
    knex: await databases.init('SQLITE_3'),
    connection: estate.connection,
  });
  for (const declaration of declarations) await reconciler.make(declaration);
  await reconciler.stop();
  const world = await describeWorld(estate);
  await estate.sandbox.close();
  return world;
}

maybe('exported scripts (skipped where SLUICE_AWS_CLI names none)', () => {
  it('make what the API makes, and do no harm when they run again', async () => {
    expect(missing).toEqual([]);
    const expected = await madeByApi();

    const estate = await startEmptyEstate(directory);
    const shell = new CommandLine({
      directory: directory.resolve('shell'),
      awsCli: awsCli!,
      estate,
    });
    const { inForce, plan, stop } = await startPlanning(
      await databases.init('SQLITE_3'),
      estate.connection,
    );
    const scripts = new Map<string, string>();
    for (const declaration of declarations) {
      const { steps } = await plan(declaration);
      const script = exportShell({ steps, accounts: ESTATE_ACCOUNTS });
      expect(await shell.run(script)).toMatch(/^Done\.$/m);
      inForce.push(declarationSchema.parse(declaration));
      // The first of each kind has all commands that the others have.
      if (!scripts.has(declaration.kind)) scripts.set(declaration.kind, script);
    }
    expect(await describeWorld(estate)).toEqual(expected);

    for (const script of scripts.values()) {
      expect(await shell.run(script)).toMatch(/^Done\.$/m);
    }
    expect(await describeWorld(estate)).toEqual(expected);

    // Finer than the descriptions: whatever Sluice reads of what was made.
    for (const declaration of declarations) {
      const { steps } = await plan(declaration);
      expect(steps.filter(({ action }) => action !== 'adopt')).toEqual([]);
    }
    await stop();
    await estate.sandbox.close();
  });
});
