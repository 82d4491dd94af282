import { z } from 'zod';
import { LF_PERMISSIONS } from '../accessModel';

const text = z.string().min(1).max(2048);

const tableRefSchema = z
  .object({
    region: text,
    catalogId: text,
    databaseName: text,
    tableName: text,
  })
  .strict();

const columnsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }).strict(),
  z
    .object({
      kind: z.literal('include'),
      names: z.array(text).min(1).max(400),
    })
    .strict(),
  z
    .object({
      kind: z.literal('exclude'),
      names: z.array(text).min(1).max(400),
    })
    .strict(),
]);

/** What an LF-Tag is on: a database, a table of it, or a column of that. */
const taggedSchema = z
  .object({
    region: text,
    catalogId: text,
    databaseName: text,
    tableName: text.optional(),
    column: text.optional(),
  })
  .strict()
  .refine(({ tableName, column }) => tableName || !column, {
    message: 'names a column of no table',
    path: ['column'],
  });

/** On what a permission is tried out. */
const grantedSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('table'), table: tableRefSchema }).strict(),
  z
    .object({
      kind: z.literal('allTables'),
      region: text,
      catalogId: text,
      databaseName: text,
    })
    .strict(),
  z
    .object({
      kind: z.literal('cells'),
      table: tableRefSchema,
      columns: columnsSchema,
      /** Absent means all rows. */
      rowFilter: z.string().min(1).max(2047).optional(),
    })
    .strict(),
  z
    .object({
      kind: z.literal('lfTags'),
      region: text,
      catalogId: text,
      /** AND between keys, OR between the values of one. */
      expression: z
        .array(
          z
            .object({ key: text, values: z.array(text).min(1).max(50) })
            .strict(),
        )
        .min(1)
        .max(5),
    })
    .strict(),
]);

/**
 * Something that could be done in Lake Formation, to see what would come of it.
 * Nothing is written.
 * @public
 */
export const hypotheticalChangeSchema = z.discriminatedUnion('kind', [
  /** One account grants; across accounts the receiver has to grant on, too. */
  z
    .object({
      kind: z.literal('grant'),
      /** Account whose Lake Formation grants. */
      accountId: text,
      /** As the API spells it: ARN of a role, id of an account. */
      principal: text,
      on: grantedSchema,
      permissions: z.array(z.enum(LF_PERMISSIONS)).min(1).default(['SELECT']),
    })
    .strict(),
  /** Of a permission that is there, by its id. */
  z
    .object({
      kind: z.literal('revoke'),
      accountId: text,
      permissionId: text,
    })
    .strict(),
  z
    .object({
      kind: z.literal('setFilter'),
      table: tableRefSchema,
      name: text,
      columns: columnsSchema,
      rowFilter: z.string().min(1).max(2047).optional(),
    })
    .strict(),
  z
    .object({
      kind: z.literal('setTag'),
      on: taggedSchema,
      key: text,
      value: text,
    })
    .strict(),
  z
    .object({ kind: z.literal('removeTag'), on: taggedSchema, key: text })
    .strict(),
  /** Lake Formation decides for the principal, though the location is hybrid. */
  z
    .object({
      kind: z.literal('optIn'),
      principal: text,
      table: tableRefSchema,
    })
    .strict(),
  z
    .object({
      kind: z.literal('optOut'),
      principal: text,
      table: tableRefSchema,
    })
    .strict(),
  z
    .object({
      kind: z.literal('acceptShare'),
      senderAccountId: text,
      receiverAccountId: text,
    })
    .strict(),
  z
    .object({
      kind: z.literal('registerLocation'),
      table: tableRefSchema,
      mode: z.enum(['lakeFormation', 'hybrid', 'none']),
    })
    .strict(),
]);

/** @public */
export type HypotheticalChange = z.infer<typeof hypotheticalChangeSchema>;

/** A change before defaults were filled in. @public */
export type HypotheticalChangeInput = z.input<typeof hypotheticalChangeSchema>;
