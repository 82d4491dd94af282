import { z } from 'zod';
import {
  accountIdSchema,
  accountNameSchema,
  bucketNameSchema,
  DEFAULT_SESSION_TAG_VALUE,
  eksClusterNameSchema,
  emrNameSchema,
  glueNameSchema,
  kubernetesNameSchema,
  prefixSchema,
  roleArnSchema,
  roleNameSchema,
  sessionTagValueSchema,
} from './common';

/**
 * An account in which consumer teams run Spark on an EKS cluster that exists:
 * seed reference 1.6 to 1.8, without the teams.
 * @public
 */
export const consumerAccountSchema = z
  .object({
    kind: z.literal('consumerAccount'),
    account: accountNameSchema,
    eksCluster: eksClusterNameSchema,
    /** Bucket of job scripts and logs. */
    jobsBucket: bucketNameSchema,
    scriptPrefix: prefixSchema.default('jobs'),
    logPrefix: prefixSchema.default('spark-logs'),
    /** Holds the resource links to what other accounts share. */
    localDatabase: glueNameSchema.default('consumer_healthcare_db'),
    /** The system driver of each job runs as this role. */
    queryEngineRole: roleNameSchema.default(
      'emr_on_eks_fgac_query_execution_role',
    ),
    userNamespace: kubernetesNameSchema.default('lf-fgac-user'),
    secureNamespace: kubernetesNameSchema.default('lf-fgac-secure'),
    /** The seed's default has a typing error; it is kept, since it names a thing. */
    securityConfiguration: emrNameSchema.default('emr-on-eks-fgac-sec-conifg'),
    virtualCluster: emrNameSchema.default('emr-on-eks-fgac-blog'),
    /** ARNs of IAM roles that shall be data lake administrators; others stay. */
    dataLakeAdministrators: z.array(roleArnSchema).max(30).default([]),
    sessionTagValue: sessionTagValueSchema.default(DEFAULT_SESSION_TAG_VALUE),
    /** Accounts whose share invitations are accepted. */
    producerAccountIds: z.array(accountIdSchema).default([]),
  })
  .strict()
  .refine(value => value.userNamespace !== value.secureNamespace, {
    // Rule V18.
    message: 'must differ from userNamespace: user code never runs in it',
    path: ['secureNamespace'],
  });

/** @public */
export type ConsumerAccountDeclaration = z.infer<typeof consumerAccountSchema>;
