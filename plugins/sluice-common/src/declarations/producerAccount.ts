import { z } from 'zod';
import {
  accountIdSchema,
  accountNameSchema,
  bucketNameSchema,
  DEFAULT_SESSION_TAG_VALUE,
  prefixSchema,
  roleArnSchema,
  roleNameSchema,
  sessionTagValueSchema,
} from './common';

/**
 * An account whose tables are governed by Lake Formation and shared with
 * others: seed reference 1.1 to 1.4.
 * @public
 */
export const producerAccountSchema = z
  .object({
    kind: z.literal('producerAccount'),
    account: accountNameSchema,
    /** Bucket of the tables; made, or adopted when it is there. */
    dataBucket: bucketNameSchema,
    /** Below it lie the tables; registered with Lake Formation. */
    warehousePrefix: prefixSchema.default('warehouse'),
    /** Where Athena puts its results, as it must when tables are made by it. */
    athenaResultBucket: bucketNameSchema,
    /** Lake Formation reads the bucket as this role. */
    dataAccessRole: roleNameSchema.default('lf_data_access_execution_role'),
    /** Accounts whose engines may filter data themselves (rule V17: at most 30). */
    consumerAccountIds: z.array(accountIdSchema).max(30).default([]),
    /** ARNs of IAM roles that shall be data lake administrators; others stay. */
    dataLakeAdministrators: z.array(roleArnSchema).max(30).default([]),
    sessionTagValue: sessionTagValueSchema.default(DEFAULT_SESSION_TAG_VALUE),
    /** Raised to this if it is lower; never lowered (LF reference A8.1). */
    crossAccountVersion: z.number().int().min(1).max(5).default(3),
  })
  .strict();

/** @public */
export type ProducerAccountDeclaration = z.infer<typeof producerAccountSchema>;
