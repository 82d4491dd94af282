import type { z as Zod } from 'zod/v3';

type Z = typeof Zod;

/** What one account gets of one table of a product. */
export const sharedWithInput = (z: Z) =>
  z
    .object({
      consumerAccount: z
        .string()
        .describe('Connected account whose teams are to read the table'),
      table: z.string(),
      columns: z
        .array(z.string())
        .optional()
        .describe('Columns to share; columns added later stay hidden'),
      allColumns: z
        .boolean()
        .optional()
        .describe('Share all columns. Either this or columns must be given.'),
      rowFilter: z
        .string()
        .optional()
        .describe('Rows to share, in the language of Lake Formation'),
      filterName: z
        .string()
        .optional()
        .describe('Name of the data cells filter, if it is not to be made up'),
    })
    .strict();
