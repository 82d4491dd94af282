import { IamStatement } from '../resources';
import { partitionOf, s3Arn } from './arns';

/** A team as those who run its jobs without Sluice see it. @public */
export interface JobSubmission {
  region: string;
  accountId: string;
  /** AWS gives it out, so it is known only when the virtual cluster is there. */
  virtualClusterId: string;
  /** The team's job execution role. */
  roleArn: string;
  jobsBucket: string;
  scriptPrefix: string;
  /** Of the team's own logs. */
  logPrefix: string;
}

/**
 * What the people and the pipelines of a team need to start its jobs by
 * themselves, as its own role only. Without the condition, whoever may start a
 * job on a virtual cluster may start it as any team whose role trusts the
 * namespace. They keep scripts in a folder of their own, since what others run
 * must not be theirs to change, and read their own logs. Runs of other teams on
 * the same virtual cluster they can see and cancel, as IAM tells runs apart by
 * the virtual cluster; a team that shall not share that has a namespace of its
 * own.
 * @public
 */
export function jobSubmissionPolicy(submission: JobSubmission): IamStatement[] {
  const { region, accountId, virtualClusterId, roleArn, jobsBucket } =
    submission;
  const partition = partitionOf(region);
  const cluster = `arn:${partition}:emr-containers:${region}:${accountId}:/virtualclusters/${virtualClusterId}`;
  const roleName = roleArn.split('/').at(-1);
  const scripts = `${submission.scriptPrefix}/${roleName}`;
  return [
    {
      Sid: 'StartJobsAsOwnRoleOnly',
      Effect: 'Allow',
      Action: 'emr-containers:StartJobRun',
      Resource: cluster,
      Condition: {
        StringEquals: { 'emr-containers:ExecutionRoleArn': roleArn },
      },
    },
    {
      Sid: 'FindJobs',
      Effect: 'Allow',
      Action: [
        'emr-containers:DescribeVirtualCluster',
        'emr-containers:ListJobRuns',
      ],
      Resource: cluster,
    },
    {
      Sid: 'FollowAndCancelJobs',
      Effect: 'Allow',
      Action: ['emr-containers:CancelJobRun', 'emr-containers:DescribeJobRun'],
      Resource: `${cluster}/jobruns/*`,
    },
    {
      Sid: 'KeepOwnScripts',
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject'],
      Resource: s3Arn(partition, jobsBucket, `${scripts}/*`),
    },
    {
      Sid: 'ReadOwnLogs',
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: s3Arn(partition, jobsBucket, `${submission.logPrefix}/*`),
    },
    {
      Sid: 'ListOwnScriptsAndLogs',
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: s3Arn(partition, jobsBucket),
      Condition: {
        StringLike: {
          's3:prefix': [`${scripts}/*`, `${submission.logPrefix}/*`],
        },
      },
    },
  ];
}
