import type { z as Zod } from 'zod/v3';

/**
 * Parts of the actions' inputs and outputs. Names of fields are those of the
 * declarations; what they may hold is checked by the declarations themselves.
 */
type Z = typeof Zod;

export const reasonInput = (z: Z) =>
  z
    .string()
    .min(1)
    .max(1000)
    .describe('Why it is done; kept with the change and in the audit log');

export const entityRefInput = (what: string) => (z: Z) =>
  z.string().describe(`Full entity ref of the ${what}`);

/** What is asked for of a table. Columns are always named: a request shows what will be read. */
export const askedTableInput = (z: Z) =>
  z
    .object({
      producerAccount: z
        .string()
        .describe('Connected account that owns the table'),
      database: z.string(),
      table: z.string(),
      columns: z
        .array(z.string())
        .min(1)
        .describe('Columns to read; columns added later stay hidden'),
      rowFilter: z
        .string()
        .optional()
        .describe('Rows to read, in the language of Lake Formation'),
    })
    .strict();

export const grantInput = (z: Z) =>
  z
    .object({
      producerAccount: z
        .string()
        .describe('Connected account that owns the table'),
      database: z.string(),
      table: z.string(),
      columns: z
        .array(z.string())
        .optional()
        .describe('Columns to read; columns added later stay hidden'),
      allColumns: z
        .boolean()
        .optional()
        .describe(
          'Read all columns, those added later included. Either this or columns must be given.',
        ),
      rowFilter: z
        .string()
        .optional()
        .describe('Rows to read, in the language of Lake Formation'),
      filterName: z
        .string()
        .optional()
        .describe('Name of the data cells filter, if it is not to be made up'),
      linkName: z
        .string()
        .optional()
        .describe('Name of the resource link, if not rl_<table>'),
    })
    .strict();

/** Outputs of every action that applies something. */
export const changeOutputs = {
  outcome: (z: Z) =>
    z
      .enum(['applied', 'nothing to do', 'planned'])
      .describe('Planned: a dry run changed nothing'),
  planId: (z: Z) => z.string().optional(),
  planUrl: (z: Z) => z.string().optional().describe('Page of the plan'),
  changeId: (z: Z) =>
    z.string().optional().describe('Absent when nothing was changed'),
  changeUrl: (z: Z) => z.string().optional().describe('Page of the change'),
};

/** Outputs about a consumer team. */
export const teamOutputs = {
  teamEntityRef: (z: Z) => z.string(),
  teamUrl: (z: Z) => z.string().describe('Data access of the team'),
};
