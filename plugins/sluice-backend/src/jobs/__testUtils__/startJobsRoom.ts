import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import { declarationSchema, SluiceApi } from '@sluice/plugin-sluice-common';
import {
  createSandbox,
  healthcareDeclarations,
  loadHealthcareScenario,
} from '@sluice/plugin-sluice-backend-module-sandbox';
import { AwsConnectionService } from '@sluice/plugin-sluice-node';
import { ConfigReader } from '@backstage/config';
import { Knex } from 'knex';
import { PATIENTS_CARE } from '../../__testUtils__/catalog';
import { ResourceContexts } from '../../reconciler';
import { DatabaseObservationStore } from '../../store';
import { createJobs, Jobs } from '../createJobs';
import { readJobsConfig } from '../readJobsConfig';
import { ResultCollector, RunResultReader, StoredJobRun } from '../types';

/** As the healthcare scenario has it. */
export const TEAM1_ROLE_NAME = 'emr_on_eks_fgac_job_team1_execution_role';

/** The sandbox with the scenario in it, whose job runs are done, or stay PENDING. */
export async function startJobsSandbox(
  directory: ReturnType<typeof createMockDirectory>,
  options: { doesRuns: boolean },
) {
  const sandbox = createSandbox({
    dataDirectory: directory.resolve(`lake-${options.doesRuns}`),
    // Without a Spark: verifications are done by the embedded engine.
    ...(options.doesRuns && { jobRuns: {} }),
  });
  await sandbox.listen();
  const { accounts } = await loadHealthcareScenario(sandbox);
  const connection: AwsConnectionService = {
    listAccounts: () => accounts,
    getClientConfiguration: async ({ accountId, region }) => ({
      region,
      credentials: sandbox.credentialsFor(accountId),
      maxAttempts: 1,
      requestHandler: sandbox.requestHandler(),
    }),
    getKubeConfig: async cluster => sandbox.kubeConfig(cluster),
  };
  return { sandbox, connection };
}

/** One backend's jobs on a database; what was collected, and what was audited. */
export async function startJobsRoom(options: {
  knex: Knex;
  connection: AwsConnectionService;
  /** Directory of the scripts of the house. */
  scripts: string;
  runsAtOnce?: number;
  /** In place of one that takes everything in at once. */
  collect?: ResultCollector['collect'];
}): Promise<
  Jobs & {
    collected: { run: StoredJobRun; result: RunResultReader }[];
    audited: string[];
  }
> {
  const { knex, connection } = options;
  await DatabaseObservationStore.create(mockServices.database({ knex }));
  const collected: { run: StoredJobRun; result: RunResultReader }[] = [];
  const audited: string[] = [];
  const auditor = mockServices.auditor.mock();
  auditor.createEvent.mockImplementation(async ({ eventId, meta }) => {
    audited.push(`${eventId} ${(meta as any)?.after ?? ''}`.trim());
    return { success: async () => {}, fail: async () => {} };
  });
  const collector: ResultCollector = {
    collect: async (run, result) => {
      collected.push({ run, result });
      if (options.collect) return options.collect(run, result);
      return { id: `attestation-of-${run.id}`, verdict: 'agrees' };
    },
  };
  const team = {
    entityRef: PATIENTS_CARE,
    title: 'Patients Care Team',
    roleArn: `arn:aws:iam::444455556666:role/${TEAM1_ROLE_NAME}`,
  };
  const jobs = createJobs({
    knex,
    config: readJobsConfig(
      new ConfigReader({
        sluice: {
          jobs: {
            directory: options.scripts,
            limits: { runsAtOnce: options.runsAtOnce ?? 20 },
          },
        },
      }),
    ),
    access: {
      current: async () =>
        ({
          findTeam: (ref: string) => (ref === PATIENTS_CARE ? team : undefined),
        } as any),
    },
    contexts: new ResourceContexts(connection),
    declarations: {
      list: async () =>
        healthcareDeclarations.map(each => declarationSchema.parse(each)),
    },
    expectations: {
      of: async () => [
        {
          table: {
            region: 'us-west-2',
            catalogId: '111122223333',
            databaseName: 'healthcare_db',
            tableName: 'patients',
          },
          tableEntityRef: 'resource:healthcare-producer/healthcare_db.patients',
          name: 'consumer_healthcare_db.rl_patients',
          access: 'readable',
          columns: [
            'patient_id',
            'patient_name',
            'date_of_birth',
            'gender',
            'city',
            'state',
            'created_at',
            'updated_at',
          ],
          rowFilter: "state in ('Texas', 'New York')",
          basis: 'declared',
          revision: 'r1',
        },
      ],
    },
    collector,
    auditor,
    signals: { publish: async () => {} },
    clock: { now: () => new Date() },
    logger: mockServices.logger.mock(),
    pauses: { firstMs: 1, longestMs: 5 },
    leaseMs: 5_000,
  });
  return { ...jobs, collected, audited };
}

/** A script that does nothing, of somebody's own. */
export const OWN_SCRIPT: SluiceApi.JobDraft = {
  team: PATIENTS_CARE,
  kind: 'script',
  script: { name: 'mine', content: 'print("hello")\n' },
};
