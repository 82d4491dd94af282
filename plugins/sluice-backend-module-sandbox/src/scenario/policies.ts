import {
  CONSUMER,
  consumer,
  consumerRoleArn,
  SESSION_TAG_VALUE,
} from './names';

interface Statement {
  Sid?: string;
  Effect: 'Allow';
  Principal?: Record<string, string | string[]>;
  Action: string | string[];
  Resource?: string | string[];
  Condition?: Record<string, Record<string, string>>;
}

/** An IAM policy or trust document. */
export interface PolicyDocument {
  Version: '2012-10-17';
  Statement: Statement[];
}

const document = (...statements: Statement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
});

const WITH_SESSION_TAG = {
  StringLike: {
    'aws:RequestTag/LakeFormationAuthorizedCaller': SESSION_TAG_VALUE,
  },
};

/** Seed reference 1.2a, without the action `s3:CreateObject`, which does not exist. */
export const dataAccessPolicy = (bucket: string) =>
  document(
    {
      Sid: 'ListDataBucket',
      Effect: 'Allow',
      Action: ['s3:ListBucket'],
      Resource: `arn:aws:s3:::${bucket}`,
    },
    {
      Sid: 'ReadWriteWarehouse',
      Effect: 'Allow',
      Action: ['s3:PutObject', 's3:GetObject', 's3:DeleteObject'],
      Resource: [
        `arn:aws:s3:::${bucket}/warehouse`,
        `arn:aws:s3:::${bucket}/warehouse/*`,
      ],
    },
  );

/** Seed reference 1.2b. */
export const dataAccessTrust = document({
  Effect: 'Allow',
  Action: 'sts:AssumeRole',
  Principal: {
    Service: ['glue.amazonaws.com', 'lakeformation.amazonaws.com'],
  },
});

/** Seed reference 1.7a: the query engine role may become each team's role. */
export const queryRolePolicy = (teamRoles: string[]) =>
  document(
    {
      Sid: 'CreateCertificateAccessForTLS',
      Effect: 'Allow',
      Action: 'emr-containers:CreateCertificate',
      Resource: '*',
    },
    {
      Sid: 'AssumeJobRoleWithSessionTag',
      Effect: 'Allow',
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Resource: teamRoles.map(consumerRoleArn),
      Condition: WITH_SESSION_TAG,
    },
    {
      Sid: 'AssumeJobRoleOnly',
      Effect: 'Allow',
      Action: ['sts:AssumeRole'],
      Resource: teamRoles.map(consumerRoleArn),
    },
  );

/**
 * Trust in the account itself. For the query role it is what `CreateRole` needs
 * before there is a cluster (seed reference 1.7b).
 */
export const accountTrust = (accountId: string) =>
  document({
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Action: 'sts:AssumeRole',
  });

/** Whoever sets an account up for the scenario needs all of these services. */
export const administratorPolicy = document({
  Sid: 'AdministerDataLake',
  Effect: 'Allow',
  Action: [
    'athena',
    'eks',
    'emr-containers',
    'glue',
    'iam',
    'lakeformation',
    'ram',
    's3',
  ].map(service => `${service}:*`),
  Resource: '*',
});

/** Seed reference 1.7c, the same for both teams. */
export const jobRolePolicy = document(
  {
    Sid: 'EmrGetCertificate',
    Effect: 'Allow',
    Action: 'emr-containers:CreateCertificate',
    Resource: '*',
  },
  {
    Sid: 'LakeFormationManagedAccess',
    Effect: 'Allow',
    Action: [
      'lakeformation:GetDataAccess',
      'glue:GetTable',
      'glue:GetCatalog',
      'glue:Create*',
      'glue:Update*',
    ],
    Resource: '*',
  },
  {
    Sid: 'EmrSparkJobAccess',
    Effect: 'Allow',
    Action: [
      's3:PutObject',
      's3:GetObject',
      's3:DeleteObject',
      's3:ListBucket',
    ],
    Resource: [`arn:aws:s3:::${consumer.jobsBucket}*`],
  },
);

/** Seed reference 1.7d, before the cluster is there. */
export const jobRoleTrust = document(
  {
    Sid: 'TrustQueryEngineRoleToAssume',
    Effect: 'Allow',
    Principal: { AWS: consumerRoleArn(consumer.queryRole) },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Condition: WITH_SESSION_TAG,
  },
  {
    Sid: 'TrustQueryEngineRoleToAssumeRoleOnly',
    Effect: 'Allow',
    Principal: { AWS: consumerRoleArn(consumer.queryRole) },
    Action: 'sts:AssumeRole',
  },
);

/** Trust of an AWS service in a role that it runs as. */
export const serviceTrust = (service: string) =>
  document({
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sts:AssumeRole',
  });

/**
 * Lets the service accounts that EMR makes for a role in a namespace become
 * that role, as `aws emr-containers update-role-trust-policy` does (seed
 * reference 1.7f).
 *
 * @param options.issuer - of the cluster's OIDC provider, without `https://`
 */
export function withServiceAccounts(
  trust: PolicyDocument,
  options: { issuer: string; namespace: string; roleName: string },
): PolicyDocument {
  const { issuer, namespace, roleName } = options;
  return document(...trust.Statement, {
    Effect: 'Allow',
    Principal: {
      Federated: `arn:aws:iam::${CONSUMER}:oidc-provider/${issuer}`,
    },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringLike: {
        [`${issuer}:sub`]: `system:serviceaccount:${namespace}:emr-containers-sa-*-*-${CONSUMER}-${base36(
          roleName,
        )}`,
      },
    },
  });
}

/** The characters of a role name as one big-endian number, written in base 36. */
export function base36(text: string): string {
  return Array.from(text)
    .reduce((sum, char) => sum * 256n + BigInt(char.charCodeAt(0)), 0n)
    .toString(36);
}
