import { IamStatement } from '@sluice/plugin-sluice-common';

const CLUSTERS = 'arn:aws:emr-containers:*:*:/virtualclusters/*';

/**
 * What running teams' jobs takes of a consumer account. The names of its buckets
 * and prefixes are the platform's to choose, so objects are told by what Sluice
 * and EMR always call them: nothing that is named so is the data of a table.
 */
export const JOB_STATEMENTS: readonly IamStatement[] = [
  {
    // Not as the query engine role, which sees unfiltered data, nor as any other.
    Sid: 'RunJobsAsJobRolesOnly',
    Effect: 'Allow',
    Action: ['emr-containers:StartJobRun'],
    Resource: CLUSTERS,
    Condition: {
      ArnLike: {
        'emr-containers:ExecutionRoleArn': 'arn:aws:iam::*:role/*job*',
      },
    },
  },
  {
    Sid: 'FollowAndCancelJobs',
    Effect: 'Allow',
    Action: ['emr-containers:CancelJobRun', 'emr-containers:DescribeJobRun'],
    Resource: CLUSTERS,
  },
  {
    Sid: 'KeepScriptsByTheirContent',
    Effect: 'Allow',
    Action: ['s3:GetObject', 's3:PutObject'],
    Resource: 'arn:aws:s3:::*/sluice/*.py',
  },
  {
    Sid: 'ReadLogsAndAttestationsNotData',
    Effect: 'Allow',
    Action: ['s3:GetObject'],
    Resource: [
      'arn:aws:s3:::*/jobs/*/containers/*.gz',
      'arn:aws:s3:::*/jobs/*/control-logs/*.gz',
      'arn:aws:s3:::*/attestations/*.json',
    ],
  },
];
