import { IamStatement } from '../../resources';
import { C, OIDC_ISSUER, P, REGION } from './seedDeclarations';

/**
 * The documents of the seed, as its reference prints them. Statements without a
 * Sid have none there.
 */
type SeedStatement = Omit<IamStatement, 'Sid'> & { Sid?: string };

const roleArn = (name: string) => `arn:aws:iam::${C}:role/${name}`;

const TEAM_ROLES = ['team1', 'team2'].map(team =>
  roleArn(`emr_on_eks_fgac_job_${team}_execution_role`),
);
const QUERY_ROLE = roleArn('emr_on_eks_fgac_query_execution_role');
const DATA_BUCKET = `arn:aws:s3:::blog-emr-eks-fgac-data-${P}-${REGION}-dev`;
const TEST_BUCKET = `arn:aws:s3:::blog-emr-eks-fgac-test-${C}-${REGION}-dev`;

const WITH_TAG = {
  StringLike: {
    'aws:RequestTag/LakeFormationAuthorizedCaller': 'EMR on EKS Engine',
  },
};

const irsa = (namespace: string, base36: string): SeedStatement => ({
  Effect: 'Allow',
  Principal: { Federated: `arn:aws:iam::${C}:oidc-provider/${OIDC_ISSUER}` },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: {
    StringLike: {
      [`${OIDC_ISSUER}:sub`]: `system:serviceaccount:${namespace}:emr-containers-sa-*-*-${C}-${base36}`,
    },
  },
});

export const SEED_DOCUMENTS: Record<string, SeedStatement[]> = {
  /** Without the action `s3:CreateObject`, which does not exist. */
  '1.2a': [
    {
      Sid: 'ListDataBucket',
      Effect: 'Allow',
      Action: ['s3:ListBucket'],
      Resource: DATA_BUCKET,
    },
    {
      Sid: 'ReadWriteWarehouse',
      Effect: 'Allow',
      Action: ['s3:PutObject', 's3:GetObject', 's3:DeleteObject'],
      Resource: [`${DATA_BUCKET}/warehouse`, `${DATA_BUCKET}/warehouse/*`],
    },
  ],
  '1.2b': [
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: {
        Service: ['glue.amazonaws.com', 'lakeformation.amazonaws.com'],
      },
    },
  ],
  '1.7a': [
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
      Resource: TEAM_ROLES,
      Condition: WITH_TAG,
    },
    {
      Sid: 'AssumeJobRoleOnly',
      Effect: 'Allow',
      Action: ['sts:AssumeRole'],
      Resource: TEAM_ROLES,
    },
  ],
  '1.7b': [
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${C}:root` },
      Action: 'sts:AssumeRole',
    },
    irsa(
      'lf-fgac-secure',
      '4zkb3wyu05k8yajyjz05ory3oewiwuxczgl0oosxxr2ifskgyoup22xx',
    ),
  ],
  '1.7c': [
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
      Resource: [`${TEST_BUCKET}*`],
    },
  ],
  /** Of team 1. */
  '1.7d': [
    {
      Sid: 'TrustQueryEngineRoleToAssume',
      Effect: 'Allow',
      Principal: { AWS: QUERY_ROLE },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: WITH_TAG,
    },
    {
      Sid: 'TrustQueryEngineRoleToAssumeRoleOnly',
      Effect: 'Allow',
      Principal: { AWS: QUERY_ROLE },
      Action: 'sts:AssumeRole',
    },
    irsa(
      'lf-fgac-user',
      '9ualp521yyrgvrr0s721h9ozjhqczr3dhzbj7gs9khzx64fak8kyc46vqfjip1',
    ),
  ],
};
