import type { z as Zod } from 'zod/v3';

type Z = typeof Zod;

const value = (z: Z) =>
  z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** What is declared of a table. */
export const tableInput = (z: Z) =>
  z
    .object({
      name: z.string(),
      description: z.string().optional(),
      columns: z.array(
        z
          .object({
            name: z.string(),
            type: z.string().describe("As in Athena's DDL: decimal(10,2)"),
            comment: z.string().optional(),
            classification: z.string().optional(),
          })
          .strict(),
      ),
      partitionedBy: z.array(z.string()).optional(),
      sampleRows: z
        .array(z.array(value(z)))
        .optional()
        .describe('Put into the table while it is empty, in column order'),
    })
    .strict();
