import type { z as Zod } from 'zod/v3';

type Z = typeof Zod;

const administrators = (z: Z) =>
  z
    .array(z.string())
    .optional()
    .describe('ARNs of roles to be data lake administrators; others stay');

const sessionTagValue = (z: Z) =>
  z
    .string()
    .optional()
    .describe(
      'Session tag by which EMR on EKS proves itself; the same everywhere',
    );

/** What is declared of a producer account, without its name. */
export const producerInput = (z: Z) =>
  z
    .object({
      dataBucket: z.string().describe('Bucket of the tables'),
      warehousePrefix: z
        .string()
        .optional()
        .describe('Below it lie the tables'),
      athenaResultBucket: z
        .string()
        .describe('Where Athena puts its results when it makes tables'),
      dataAccessRole: z
        .string()
        .optional()
        .describe('Lake Formation reads the bucket as this role'),
      consumerAccountIds: z
        .array(z.string())
        .optional()
        .describe('Accounts whose engines may filter data themselves'),
      dataLakeAdministrators: administrators(z),
      sessionTagValue: sessionTagValue(z),
      crossAccountVersion: z
        .number()
        .optional()
        .describe('Raised to this if it is lower; never lowered'),
    })
    .strict();

/** What is declared of a consumer account, without its name. */
export const consumerInput = (z: Z) =>
  z
    .object({
      eksCluster: z.string().describe('EKS cluster that exists'),
      jobsBucket: z.string().describe('Bucket of job scripts and logs'),
      scriptPrefix: z.string().optional(),
      logPrefix: z.string().optional(),
      localDatabase: z
        .string()
        .optional()
        .describe('Holds the links to what other accounts share'),
      queryEngineRole: z
        .string()
        .optional()
        .describe('The system driver of each job runs as this role'),
      userNamespace: z.string().optional(),
      secureNamespace: z
        .string()
        .optional()
        .describe('Where data is filtered; user code never runs in it'),
      securityConfiguration: z.string().optional(),
      virtualCluster: z.string().optional(),
      dataLakeAdministrators: administrators(z),
      sessionTagValue: sessionTagValue(z),
      producerAccountIds: z
        .array(z.string())
        .optional()
        .describe('Accounts whose share invitations are accepted'),
    })
    .strict();
