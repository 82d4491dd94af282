import { z } from 'zod';
import {
  accountNameSchema,
  columnNameSchema,
  entityRefSchema,
  glueNameSchema,
} from './common';
import { tableGrantSchema } from './tableGrant';

/** A column as Athena's DDL has it: `decimal(10,2)`, `timestamp`. */
const columnSchema = z
  .object({
    name: columnNameSchema,
    type: z
      .string()
      .regex(
        /^(boolean|int|bigint|float|double|string|date|timestamp|binary|decimal\(\d{1,2}, ?\d{1,2}\))$/,
        'is no column type: boolean, int, bigint, float, double, decimal(p,s), string, date, timestamp or binary',
      ),
    comment: z.string().max(255).optional(),
    classification: z.string().max(63).optional(),
  })
  .strict();

const tableSchema = z
  .object({
    name: glueNameSchema,
    description: z.string().max(2048).optional(),
    columns: z.array(columnSchema).min(1).max(400),
    /** Names of columns; identity transforms, as in the seed. */
    partitionedBy: z.array(columnNameSchema).default([]),
    /** Rows to put into the table while it is empty, in column order; null is NULL. */
    sampleRows: z
      .array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])))
      .max(1000)
      .default([]),
  })
  .strict()
  .superRefine((table, context) => {
    const names = table.columns.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice) {
      context.addIssue({
        code: 'custom',
        path: ['columns'],
        message: `name ${twice} twice`,
      });
    }
    for (const name of table.partitionedBy) {
      if (!names.includes(name)) {
        context.addIssue({
          code: 'custom',
          path: ['partitionedBy'],
          message: `names ${name}, which is no column of ${table.name}`,
        });
      }
    }
    table.sampleRows.forEach((row, index) => {
      if (row.length !== names.length) {
        context.addIssue({
          code: 'custom',
          path: ['sampleRows', index],
          message: `has ${row.length} values for ${names.length} columns`,
        });
      }
    });
  });

/** What one account gets of one table: all of it, or columns and rows. */
const sharedWithSchema = tableGrantSchema
  .omit({ producerAccount: true, database: true, linkName: true })
  .extend({ consumerAccount: accountNameSchema });

/**
 * A data product and its tables, made or adopted: seed reference 1.2 and 2.
 * What the catalog says of it (purpose, terms, ports) is the descriptor's.
 * @public
 */
export const dataProductSchema = z
  .object({
    kind: z.literal('dataProduct'),
    /** Producer account, set up before. */
    account: accountNameSchema,
    /** Entity ref of the DataProduct. */
    product: entityRefSchema,
    owner: entityRefSchema,
    database: glueNameSchema,
    tables: z.array(tableSchema).min(1).max(100),
    /** Connected accounts that may read a table and pass that on to their teams. */
    sharedWith: z.array(sharedWithSchema).max(1000).default([]),
  })
  .strict()
  .superRefine(({ tables, sharedWith }, context) => {
    sharedWith.forEach(({ table }, index) => {
      if (tables.some(({ name }) => name === table)) return;
      context.addIssue({
        code: 'custom',
        path: ['sharedWith', index, 'table'],
        message: `names ${table}, which is no table of the product`,
      });
    });
  });

/** @public */
export type DataProductDeclaration = z.infer<typeof dataProductSchema>;

/** @public */
export type DeclaredTable = DataProductDeclaration['tables'][number];
