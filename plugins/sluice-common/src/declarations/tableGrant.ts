import { z } from 'zod';
import { accountNameSchema, columnNameSchema, glueNameSchema } from './common';

/**
 * What a team, or an account, is to read of one table. Without columns and row
 * filter it is the whole table; either makes a data cells filter of its own
 * ("one grant = one cell filter").
 * @public
 */
export const tableGrantSchema = z
  .object({
    /** Connected account that owns the table. */
    producerAccount: accountNameSchema,
    database: glueNameSchema,
    table: glueNameSchema,
    /** An include list: it stays shut when columns are added (rule V14). */
    columns: z.array(columnNameSchema).min(1).optional(),
    /** Row filter in Lake Formation's language (LF reference A7). */
    rowFilter: z.string().min(1).max(2047).optional(),
    /** Name of the data cells filter; made from the grantee's name if absent. */
    filterName: glueNameSchema.optional(),
    /** Name of the resource link in the consumer account; `rl_<table>` if absent. */
    linkName: glueNameSchema.optional(),
  })
  .strict();

/** @public */
export type TableGrantDeclaration = z.infer<typeof tableGrantSchema>;
