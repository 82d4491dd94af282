import { z } from 'zod';
import {
  accountNameSchema,
  columnNameSchema,
  entityRefSchema,
  glueNameSchema,
} from './common';

const grantedTableSchema = z
  .object({
    /** Connected account that owns the table. */
    producerAccount: accountNameSchema,
    database: glueNameSchema,
    table: glueNameSchema,
    /** An include list: it stays shut when columns are added (rule V14). */
    columns: z.array(columnNameSchema).min(1),
    /** Row filter in Lake Formation's language (LF reference A7); absent means all rows. */
    rowFilter: z.string().min(1).max(2047).optional(),
    /** Of the data cells filter, which is this grant's alone. */
    filterName: glueNameSchema,
    /**
     * Name of the resource link, unless the team's own grants name one for the
     * table; `rl_<table>` if absent.
     */
    linkName: glueNameSchema.optional(),
  })
  .strict();

/**
 * What a team may read by one agreement, until that ends. Each table has a data
 * cells filter of its own, granted to the team's job execution role by the
 * account that owns the table; it is changed in place when the grant is.
 * @public
 */
export const accessGrantSchema = z
  .object({
    kind: z.literal('accessGrant'),
    /** Id of the grant, which stays when one agreement takes the place of another. */
    grant: z
      .string()
      .regex(
        /^[a-z0-9-]{1,36}$/,
        'is no id of a grant: 1 to 36 lower-case letters, digits and dashes',
      ),
    /** Entity ref of the Group of a consumer team, onboarded before. */
    team: entityRefSchema,
    tables: z.array(grantedTableSchema).min(1).max(20),
  })
  .strict()
  .superRefine(({ tables }, context) => {
    const nameOf = (each: (typeof tables)[number]) =>
      `${each.database}.${each.table} of ${each.producerAccount}`;
    const names = tables.map(nameOf);
    tables.forEach((each, index) => {
      if (names.indexOf(nameOf(each)) === index) return;
      context.addIssue({
        code: 'custom',
        path: ['tables', index],
        message: `names ${nameOf(
          each,
        )} again; a grant has one list of columns and one row filter for a table`,
      });
    });
  });

/** @public */
export type AccessGrantDeclaration = z.infer<typeof accessGrantSchema>;
