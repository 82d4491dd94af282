import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { Facts } from '../entity/Facts';
import { timeText } from '../time';
import { StartedBy } from './JobRunsTable';
import { costText, durationText } from './jobText';

/** How Spark's Iceberg catalog is named in the script. */
const PROFILES: Record<SluiceApi.SparkProfile, string> = {
  seed: 'dev, as in the seed',
  documented: 'spark_catalog, the session catalog, as AWS documents it',
};

/** Whose run, when, as whom, and with what. */
export function JobRunFacts({ run }: { run: SluiceApi.JobRun }) {
  const { resources } = run;
  return (
    <Facts
      facts={[
        [
          'Team',
          <EntityRefLink
            entityRef={run.team.entityRef}
            title={run.team.title}
            hideIcon
          />,
        ],
        ['Started by', <StartedBy run={run} />],
        ['Asked for', timeText(run.requestedAt)],
        ['With EMR since', run.submittedAt && timeText(run.submittedAt)],
        ['Ended', run.finishedAt && timeText(run.finishedAt)],
        ['Took', durationText(run)],
        ['Costs', costText(run.cost)],
        ['Script', <code>{run.script.name}</code>],
        ['SHA-256 of the script', <code>{run.script.sha256}</code>],
        [
          'Arguments',
          run.arguments.length > 0 && <code>{run.arguments.join(' ')}</code>,
        ],
        ['Iceberg catalog', PROFILES[run.profile]],
        [
          'Driver',
          `${resources.driverCores} cores, ${resources.driverMemoryGb} GB`,
        ],
        [
          'Executors',
          `${resources.maxExecutors} at most, of ${resources.executorCores} cores and ${resources.executorMemoryGb} GB each`,
        ],
        ['Release', run.releaseLabel],
        ['Runs as', <code>{run.roleArn}</code>],
        ['In the account', run.accountName],
        [
          'Virtual cluster',
          run.virtualClusterId && <code>{run.virtualClusterId}</code>,
        ],
        ['Id in EMR on EKS', run.emrJobRunId && <code>{run.emrJobRunId}</code>],
        ['Logs in S3', run.logLocation && <code>{run.logLocation}</code>],
        [
          'Spark UI',
          run.sparkUiUrl && (
            <Link href={run.sparkUiUrl} target="_blank" rel="noopener">
              In the console of EMR on EKS
            </Link>
          ),
        ],
      ]}
    />
  );
}
