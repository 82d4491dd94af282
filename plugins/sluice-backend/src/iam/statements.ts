import { IamStatement } from '@sluice/plugin-sluice-common';

/** A statement without its actions, and the actions that belong in it. */
interface Scope extends Pick<IamStatement, 'Sid' | 'Condition'> {
  takes: RegExp;
  Resource: string | string[];
}

const ROLES = 'arn:aws:iam::*:role/*';

/** Data stays out of reach: of the tables' files only Iceberg's metadata is read. */
const READS: readonly Scope[] = [
  {
    Sid: 'ReadIcebergMetadataFilesNotData',
    takes: /^s3:GetObject$/,
    Resource: 'arn:aws:s3:::*/metadata/*.metadata.json',
  },
  {
    Sid: 'SeeOwnRightsBeforeTheFirstWrite',
    takes: /^iam:SimulatePrincipalPolicy$/,
    Resource: [ROLES, 'arn:aws:iam::*:user/*'],
  },
  { Sid: 'ReadWhatIsThere', takes: /./, Resource: '*' },
];

/** The first that takes an action has it. Those of RAM are as in AWSLakeFormationCrossAccountManager. */
const WRITES: readonly Scope[] = [
  {
    // Not AWS's own, among which is AdministratorAccess: an account id has 12 digits.
    Sid: 'AttachPoliciesOfTheAccountOnly',
    takes: /^iam:AttachRolePolicy$/,
    Resource: ROLES,
    Condition: {
      ArnLike: { 'iam:PolicyARN': 'arn:aws:iam::????????????:policy/*' },
    },
  },
  {
    Sid: 'PassTheDataAccessRoleToLakeFormation',
    takes: /^iam:PassRole$/,
    Resource: ROLES,
    Condition: {
      StringEquals: { 'iam:PassedToService': 'lakeformation.amazonaws.com' },
    },
  },
  {
    Sid: 'LetIamCheckTokensOfTheCluster',
    takes: /^iam:\w+OpenIDConnectProvider$/,
    Resource: 'arn:aws:iam::*:oidc-provider/*',
  },
  {
    Sid: 'WritePoliciesOfJobsAndEngine',
    takes: /^iam:(Create|Delete|List)Policy(Versions?)?$/,
    Resource: 'arn:aws:iam::*:policy/*',
  },
  { Sid: 'MakeRolesOfJobsAndEngine', takes: /^iam:/, Resource: ROLES },
  {
    Sid: 'LetAthenaWriteItsResults',
    takes:
      /^s3:(GetObject|PutObject|AbortMultipartUpload|ListMultipartUploadParts)$/,
    Resource: 'arn:aws:s3:::*athena*/*',
  },
  {
    Sid: 'MakeBucketsAndKeepThemClosed',
    takes: /^s3:/,
    Resource: 'arn:aws:s3:::*',
  },
  {
    Sid: 'BeginSharesOfTheCatalogOnly',
    takes: /^ram:CreateResourceShare$/,
    Resource: '*',
    Condition: {
      StringLikeIfExists: {
        'ram:RequestedResourceType': [
          'glue:Table',
          'glue:Database',
          'glue:Catalog',
        ],
      },
    },
  },
  {
    Sid: 'ChangeSharesOfLakeFormationOnly',
    takes: /^ram:(Update|Delete|Associate|Disassociate)ResourceShare$/,
    Resource: '*',
    Condition: { StringLike: { 'ram:ResourceShareName': 'LakeFormation*' } },
  },
  {
    Sid: 'ShareByPermissionsOfLakeFormationOnly',
    takes: /^ram:AssociateResourceSharePermission$/,
    Resource: '*',
    Condition: {
      StringLike: {
        'ram:PermissionArn': 'arn:aws:ram::aws:permission/AWSRAMLFEnabled*',
      },
    },
  },
  { Sid: 'SeeSharesOfTheCatalog', takes: /^ram:Get/, Resource: '*' },
  {
    Sid: 'AnswerWhatOthersShare',
    takes: /^ram:(Accept|Reject)ResourceShareInvitation$/,
    Resource: '*',
  },
  {
    Sid: 'LetAthenaReachTheTables',
    takes: /^lakeformation:GetDataAccess$/,
    Resource: '*',
  },
  { Sid: 'GovernGrantAndFilter', takes: /^lakeformation:/, Resource: '*' },
  {
    Sid: 'MakeDatabasesTablesAndLinks',
    takes: /^(glue|athena):/,
    Resource: '*',
  },
  {
    Sid: 'MakeVirtualClustersAndLetEmrIn',
    takes: /^(eks|emr-containers):/,
    Resource: '*',
  },
];

/**
 * Statements that allow the actions, each as narrow as it can be before the
 * names of an account are known.
 * @throws Error for an action that no statement is meant for
 */
export function statementsFor(actions: {
  read: string[];
  write: string[];
}): IamStatement[] {
  const read = scoped(actions.read, READS);
  const everywhere = read
    .filter(({ Resource }) => Resource === '*')
    .flatMap(({ Action }) => Action);
  return [
    ...read,
    ...scoped(
      actions.write.filter(action => !everywhere.includes(action)),
      WRITES,
    ),
  ];
}

function scoped(actions: string[], scopes: readonly Scope[]): IamStatement[] {
  const taken = new Map<Scope, string[]>();
  for (const action of [...new Set(actions)].sort()) {
    const scope = scopes.find(({ takes }) => takes.test(action));
    if (!scope) throw new Error(`No statement is meant for ${action}`);
    taken.set(scope, [...(taken.get(scope) ?? []), action]);
  }
  return scopes.flatMap(scope => {
    const { Sid, Resource, Condition } = scope;
    const Action = taken.get(scope);
    return Action
      ? [
          {
            Sid,
            Effect: 'Allow' as const,
            Action,
            Resource,
            ...(Condition && { Condition }),
          },
        ]
      : [];
  });
}
