import { jobCost, SluiceApi } from '@sluice/plugin-sluice-common';
import { AwsConnectionService } from '@sluice/plugin-sluice-node';
import { AccessSnapshot } from '../access';
import { explanationOf, JobsConfig, shownArguments } from '../jobs';
import { StoredJobRun } from '../jobs/types';
import { viewTeam } from './views';

/** A run as the API shows it. */
export function viewJobRun(
  run: StoredJobRun,
  options: {
    snapshot: AccessSnapshot;
    prices: JobsConfig['prices'];
    connection: AwsConnectionService;
    actions: SluiceApi.JobAction[];
    /** Why the run cannot be followed now. */
    trouble?: string;
  },
): SluiceApi.JobRun {
  const { snapshot, prices, connection, actions, trouble } = options;
  const { submittedAt, finishedAt } = run;
  const durationMs =
    submittedAt && finishedAt
      ? Date.parse(finishedAt) - Date.parse(submittedAt)
      : undefined;
  const explanation = explanationOf(run) ?? trouble;
  const sparkUiUrl = urlOf(run, connection);
  return {
    id: run.id,
    team: viewTeam(
      snapshot.findTeam(run.team) ?? { entityRef: run.team, title: run.team },
    ),
    kind: run.kind,
    name: run.name,
    state: run.state,
    requestedBy: run.requestedBy,
    requestedAt: run.requestedAt,
    origin: run.origin,
    script: run.script,
    arguments: shownArguments(run.arguments),
    profile: run.profile,
    resources: run.resources,
    releaseLabel: run.releaseLabel,
    accountName: run.accountName,
    roleArn: run.roleArn,
    logLocation: run.logUri,
    cost: jobCost(run.resources, prices, durationMs),
    actions,
    ...(run.stateDetails && { stateDetails: run.stateDetails }),
    ...(run.failureReason && { failureReason: run.failureReason }),
    ...(explanation && { explanation }),
    ...(submittedAt && { submittedAt }),
    ...(finishedAt && { finishedAt }),
    ...(run.virtualClusterId && { virtualClusterId: run.virtualClusterId }),
    ...(run.emrJobRunId && { emrJobRunId: run.emrJobRunId }),
    ...(run.attestation && { attestation: run.attestation }),
    ...(sparkUiUrl && { sparkUiUrl }),
  };
}

function urlOf(
  { accountName, virtualClusterId, emrJobRunId }: StoredJobRun,
  connection: AwsConnectionService,
): string | undefined {
  const account = connection
    .listAccounts()
    .find(({ name }) => name === accountName);
  if (!account || !virtualClusterId || !emrJobRunId) return undefined;
  return connection.getJobRunUrl?.({
    accountId: account.accountId,
    region: account.region,
    virtualClusterId,
    jobRunId: emrJobRunId,
  });
}
