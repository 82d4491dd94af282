import { AwsError, CallContext, OperationHandler } from '../../core';
import { page } from '../paging';
import { createdWithin } from './createdWithin';
import { emrContainersState, JobRun } from './state';
import { checkMember, validationError } from './validation';
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

export const jobRunOperations: Record<string, OperationHandler> = {
  /** Nothing runs the job in the sandbox: it stays PENDING, as on a cluster without room. */
  StartJobRun: (input, context) => {
    const cluster = virtualClusterOf(context, input.virtualClusterId);
    if (cluster.state !== 'RUNNING') {
      throw validationError(
        `Virtual cluster ${cluster.id} is ${cluster.state}, not RUNNING.`,
      );
    }
    checkMember('executionRoleArn', input.executionRoleArn, 'roleArn');
    checkMember('releaseLabel', input.releaseLabel, 'releaseLabel');
    if (!input.clientToken) throw validationError('clientToken is required.');
    const runs = jobRunsOf(context, cluster.id);
    let run = [...runs.values()].find(
      other => other.clientToken === input.clientToken,
    );
    if (!run) {
      const id = context.world.nextId(19).toLowerCase();
      run = {
        id,
        name: input.name,
        virtualClusterId: cluster.id,
        arn: `${cluster.arn}/jobruns/${id}`,
        state: 'PENDING',
        clientToken: input.clientToken,
        executionRoleArn: input.executionRoleArn,
        releaseLabel: input.releaseLabel,
        configurationOverrides: input.configurationOverrides,
        jobDriver: input.jobDriver,
        createdAt: context.world.clock.now(),
        createdBy: context.caller.arn,
        tags: input.tags,
      };
      runs.set(id, run);
    }
    return {
      id: run.id,
      name: run.name,
      arn: run.arn,
      virtualClusterId: cluster.id,
    };
  },
  DescribeJobRun: (input, context) => ({ jobRun: jobRunOf(context, input) }),
  ListJobRuns: (input, context) => {
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
  CancelJobRun: (input, context) => {
    const run = jobRunOf(context, input);
    if (run.state !== 'PENDING') {
      throw validationError(
        `Job run ${run.id} is ${run.state} and cannot be cancelled.`,
      );
    }
    run.state = 'CANCELLED';
    run.finishedAt = context.world.clock.now();
    return { id: run.id, virtualClusterId: run.virtualClusterId };
  },
};
