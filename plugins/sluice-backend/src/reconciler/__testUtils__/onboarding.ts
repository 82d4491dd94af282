import { createMockDirectory } from '@backstage/backend-test-utils';
import { DeclarationInput } from '@sluice/plugin-sluice-common';
import { healthcareDeclarations } from '@sluice/plugin-sluice-backend-module-sandbox';
import { Knex } from 'knex';
import { startEmptyEstate } from '../../__testUtils__/emptyEstate';
import { startReconciler } from './startReconciler';

/** Accounts, products and shares; the seed's teams come after them. */
const SEED_WITHOUT_TEAMS = healthcareDeclarations.filter(
  ({ kind }) => kind !== 'consumerTeam',
);

const team = (
  name: string,
  columns: string[],
  rowFilter: string,
): DeclarationInput => ({
  kind: 'consumerTeam',
  team: `group:default/${name}`,
  account: 'healthcare-consumer',
  jobExecutionRole: `${name.replaceAll('-', '_')}_job_execution_role`,
  namespace: name,
  grants: [
    {
      producerAccount: 'healthcare-producer',
      database: 'healthcare_db',
      table: 'patients',
      columns,
      rowFilter,
    },
    {
      producerAccount: 'healthcare-producer',
      database: 'healthcare_db',
      table: 'claims',
    },
  ],
});

/**
 * Teams that take everything that onboarding has: a namespace of their own,
 * columns and rows of one table, and a table as a whole.
 */
export const populationResearch = team(
  'population-research',
  ['patient_id', 'gender', 'city', 'state'],
  "state = 'California'",
);
export const genomics = team(
  'genomics',
  ['patient_id', 'date_of_birth'],
  "state = 'Texas'",
);

/** The seed's accounts, products and shares, made by Sluice and on record in the database. */
export async function startSeededEstate(
  directory: ReturnType<typeof createMockDirectory>,
  knex: Knex,
  options: { seed?: number } = {},
) {
  const estate = await startEmptyEstate(directory, {
    faults: { seed: options.seed, rules: [] },
  });
  const reconciler = await startReconciler({
    knex,
    connection: estate.connection,
  });
  for (const declaration of SEED_WITHOUT_TEAMS) {
    await reconciler.make(declaration);
  }
  estate.exchanges.length = 0;
  return estate;
}
