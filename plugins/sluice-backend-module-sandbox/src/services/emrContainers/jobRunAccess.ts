import { CallContext } from '../../core';
import { authorize } from '../iam/authorization';

/** Operations on job runs that IAM is asked about, with what each is asked about. */
type JobRunAction =
  | 'StartJobRun'
  | 'DescribeJobRun'
  | 'ListJobRuns'
  | 'CancelJobRun';

/**
 * Asks the caller's identity policies, so that nobody runs a job as another team:
 * `emr-containers:ExecutionRoleArn` is the condition key that names the role.
 *
 * @throws AwsError `AccessDeniedException`
 */
export function checkJobRunAccess(
  action: JobRunAction,
  on: {
    virtualClusterId: string;
    id?: string;
    executionRoleArn?: string;
    tags?: Record<string, string>;
  },
  { world, caller, region }: CallContext,
) {
  const cluster = `arn:aws:emr-containers:${region}:${caller.accountId}:/virtualclusters/${on.virtualClusterId}`;
  authorize(world, caller, {
    action: `emr-containers:${action}`,
    resource: on.id ? `${cluster}/jobruns/${on.id}` : cluster,
    context: {
      ...(on.executionRoleArn && {
        'emr-containers:ExecutionRoleArn': on.executionRoleArn,
      }),
      ...Object.fromEntries(
        Object.entries(on.tags ?? {}).map(([key, value]) => [
          `aws:RequestTag/${key}`,
          value,
        ]),
      ),
    },
  });
}
