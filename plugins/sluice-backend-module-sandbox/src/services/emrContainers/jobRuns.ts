import { AwsError, CallContext, OperationHandler } from '../../core';
import { page } from '../paging';
import { createdWithin } from './createdWithin';
import { checkJobRunAccess } from './jobRunAccess';
import {
  checkStartJobRun,
  isSameRequest,
  StartJobRunInput,
} from './jobRunInput';
import { jobRunnerOf } from './runner';
import { lakeFormationConfigurationOf } from './securityConfigurations';
import { emrContainersState, JobRun } from './state';
import { validationError } from './validation';
import { virtualClusterOf } from './virtualClusters';

function jobRunsOf(context: CallContext, virtualClusterId: string) {
  const { jobRuns } = emrContainersState(
    context.world,
    context.caller.accountId,
    context.region,
  );
  let runs = jobRuns.get(virtualClusterId);
  if (!runs) {
    runs = new Map();
    jobRuns.set(virtualClusterId, runs);
  }
  return runs;
}

function jobRunOf(
  context: CallContext,
  input: { id: string; virtualClusterId: string },
): JobRun {
  const run = jobRunsOf(context, input.virtualClusterId).get(input.id);
  if (!run) {
    throw new AwsError(
      'ResourceNotFoundException',
      `Job run ${input.id} doesn't exist in virtual cluster ${input.virtualClusterId}.`,
    );
  }
  return run;
}

function startJobRun(input: StartJobRunInput, context: CallContext) {
  checkJobRunAccess('StartJobRun', input, context);
  const { world, caller, region } = context;
  const cluster = virtualClusterOf(context, input.virtualClusterId);
  if (cluster.state !== 'RUNNING') {
    throw validationError(
      `Virtual cluster ${cluster.id} is ${cluster.state}, not RUNNING.`,
    );
  }
  const at = { world, accountId: caller.accountId, region };
  checkStartJobRun(input, {
    accountId: caller.accountId,
    lakeFormation: lakeFormationConfigurationOf(at, cluster) !== undefined,
  });
  const runs = jobRunsOf(context, cluster.id);
  let run = [...runs.values()].find(
    other => other.clientToken === input.clientToken,
  );
  if (run && !isSameRequest(run, input)) {
    throw validationError(
      `Job run ${run.id} was started with client token ${run.clientToken} and other parameters. Use a new token for another run.`,
    );
  }
  if (!run) {
    const id = world.nextId(19).toLowerCase();
    run = {
      id,
      name: input.name,
      virtualClusterId: cluster.id,
      arn: `${cluster.arn}/jobruns/${id}`,
      state: 'PENDING',
      clientToken: input.clientToken!,
      executionRoleArn: input.executionRoleArn,
      releaseLabel: input.releaseLabel,
      configurationOverrides: input.configurationOverrides,
      jobDriver: input.jobDriver,
      createdAt: world.clock.now(),
      createdBy: caller.arn,
      tags: input.tags,
    };
    runs.set(id, run);
    jobRunnerOf(world)?.enqueue({
      run,
      cluster,
      accountId: caller.accountId,
      region,
    });
  }
  return {
    id: run.id,
    name: run.name,
    arn: run.arn,
    virtualClusterId: cluster.id,
  };
}

function cancelJobRun(
  input: { id: string; virtualClusterId: string },
  context: CallContext,
) {
  checkJobRunAccess('CancelJobRun', input, context);
  const run = jobRunOf(context, input);
  switch (run.state) {
    case 'PENDING':
      run.state = 'CANCELLED';
      run.finishedAt = context.world.clock.now();
      break;
    case 'SUBMITTED':
    case 'RUNNING':
      run.state = 'CANCEL_PENDING';
      jobRunnerOf(context.world)?.cancel(run);
      break;
    case 'CANCEL_PENDING':
      break;
    default:
      throw validationError(
        `Job run ${run.id} is ${run.state} and cannot be cancelled.`,
      );
  }
  return { id: run.id, virtualClusterId: run.virtualClusterId };
}

/** Where the sandbox runs no jobs (see `SandboxOptions`), a run stays PENDING, as on a cluster without room. */
export const jobRunOperations: Record<string, OperationHandler> = {
  StartJobRun: startJobRun,
  CancelJobRun: cancelJobRun,
  DescribeJobRun: (input, context) => {
    checkJobRunAccess('DescribeJobRun', input, context);
    return { jobRun: jobRunOf(context, input) };
  },
  ListJobRuns: (input, context) => {
    checkJobRunAccess('ListJobRuns', input, context);
    virtualClusterOf(context, input.virtualClusterId);
    const wanted = [
      ...jobRunsOf(context, input.virtualClusterId).values(),
    ].filter(
      run =>
        createdWithin(run.createdAt, input) &&
        (!input.name || run.name === input.name) &&
        (!input.states?.length || input.states.includes(run.state)),
    );
    const { items, nextToken } = page(
      wanted.reverse(),
      input.maxResults ?? 50,
      input.nextToken,
      token => validationError(`Invalid nextToken: ${token}`),
    );
    return { jobRuns: items, nextToken };
  },
};
