import { IamStatement } from '../resources';
import { glueArn, partitionOf, s3Arn } from './arns';
import { serviceAccountTrust } from './serviceAccountTrust';
import { withSessionTag } from './sessionTag';

/** Where a job execution role finds what tables are called and where they lie. @public */
export interface ReadableMetadata {
  region: string;
  accountId: string;
  localDatabase: string;
  /** Other accounts, of which the team may be granted tables at any time. */
  producers: { region: string; accountId: string }[];
  /** Tables of the account itself that the team is declared to read. */
  ownTables: { database: string; table: string }[];
}

/** Spark looks for both when a session starts, and stops when it may not. */
const DATABASES_OF_SPARK = ['default', 'global_temp'];

/**
 * The least that a team's jobs need: seed reference 1.7c without its rights to
 * change the catalog, and with metadata narrowed to where its tables can be,
 * scripts and logs to those of the team. The tables' files are not in it: Lake
 * Formation gives credentials.
 * @public
 */
export function jobExecutionPolicy(
  options: ReadableMetadata & {
    jobsBucket: string;
    scriptPrefix: string;
    logPrefix: string;
  },
): IamStatement[] {
  const { region, jobsBucket, scriptPrefix, logPrefix } = options;
  const partition = partitionOf(region);
  return [
    {
      // User driver and system driver talk over TLS. AWS has no resource for the action.
      Sid: 'EmrGetCertificate',
      Effect: 'Allow',
      Action: 'emr-containers:CreateCertificate',
      Resource: '*',
    },
    {
      // Lake Formation decides which data. AWS has no resource for the action.
      Sid: 'GetDataFromLakeFormation',
      Effect: 'Allow',
      Action: 'lakeformation:GetDataAccess',
      Resource: '*',
    },
    {
      // Without Get* queries fail in spite of SELECT, and AWS names no smaller set.
      // Lake Formation decides which of the tables the role sees (LF reference A3, A10).
      Sid: 'ReadMetadataThatLakeFormationShows',
      Effect: 'Allow',
      Action: 'glue:Get*',
      Resource: metadataArns(options),
    },
    {
      Sid: 'ReadJobScripts',
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: s3Arn(partition, jobsBucket, `${scriptPrefix}/*`),
    },
    {
      // EMR looks whether a log is there before it writes one.
      Sid: 'WriteOwnJobLogs',
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject'],
      Resource: s3Arn(partition, jobsBucket, `${logPrefix}/*`),
    },
    {
      Sid: 'ListScriptsAndOwnLogs',
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: s3Arn(partition, jobsBucket),
      Condition: {
        StringLike: {
          's3:prefix': [scriptPrefix, logPrefix].flatMap(prefix => [
            prefix,
            `${prefix}/*`,
          ]),
        },
      },
    },
  ];
}

/**
 * Links as well as their targets: Glue asks for both, in the accounts that hold
 * them. Not table by table, since agreements come and go without touching the
 * role, and IAM takes no policy of more than 6,144 characters. The account's own
 * tables are named one by one all the same: those of them that are open to
 * `IAM_ALLOWED_PRINCIPALS` would be the team's by this policy alone.
 */
function metadataArns(options: ReadableMetadata): string[] {
  const { localDatabase, producers, ownTables } = options;
  const arns = [
    glueArn(options, 'catalog'),
    ...[...DATABASES_OF_SPARK, localDatabase].map(database =>
      glueArn(options, `database/${database}`),
    ),
    glueArn(options, `table/${localDatabase}/*`),
    ...producers.flatMap(producer => [
      glueArn(producer, 'catalog'),
      glueArn(producer, 'database/*'),
      glueArn(producer, 'table/*/*'),
    ]),
    ...ownTables.flatMap(({ database, table }) => [
      glueArn(options, `database/${database}`),
      glueArn(options, `table/${database}/${table}`),
    ]),
  ];
  return [...new Set(arns)];
}

/**
 * The query engine role, and EMR's pods in the team's namespace: seed reference 1.7d.
 * @public
 */
export function jobExecutionTrust(
  options: Parameters<typeof serviceAccountTrust>[0] & {
    queryEngineRoleArn: string;
    sessionTagValue: string;
  },
): IamStatement[] {
  const Principal = { AWS: options.queryEngineRoleArn };
  return [
    {
      Sid: 'TrustQueryEngineRoleToAssume',
      Effect: 'Allow',
      Principal,
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: withSessionTag(options.sessionTagValue),
    },
    {
      Sid: 'TrustQueryEngineRoleToAssumeRoleOnly',
      Effect: 'Allow',
      Principal,
      Action: 'sts:AssumeRole',
    },
    serviceAccountTrust(options),
  ];
}
