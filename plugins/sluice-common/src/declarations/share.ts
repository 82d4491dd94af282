import { z } from 'zod';
import { accountNameSchema, glueNameSchema } from './common';
import { tableGrantSchema } from './tableGrant';

/**
 * What a producer account lets a whole consumer account read and pass on:
 * seed reference 1.2 P11 to P15.
 * @public
 */
export const shareSchema = z
  .object({
    kind: z.literal('share'),
    /** Connected account that is given access. */
    consumerAccount: accountNameSchema,
    producerAccount: accountNameSchema,
    database: glueNameSchema,
    tables: z
      .array(
        tableGrantSchema.omit({
          producerAccount: true,
          database: true,
          linkName: true,
        }),
      )
      .min(1)
      .max(100),
  })
  .strict();

/** @public */
export type ShareDeclaration = z.infer<typeof shareSchema>;
