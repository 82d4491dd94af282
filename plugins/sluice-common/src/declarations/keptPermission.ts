import { z } from 'zod';
import { LF_PERMISSIONS } from '../accessModel';
import { stableId } from '../stableId';
import { accountIdSchema, accountNameSchema, glueNameSchema } from './common';

const names = z.array(z.string().min(1).max(255)).min(1).max(1000);

const keptOnSchema = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('table'),
      catalogId: accountIdSchema,
      database: glueNameSchema,
      table: glueNameSchema,
    })
    .strict(),
  z
    .object({
      kind: z.literal('allTables'),
      catalogId: accountIdSchema,
      database: glueNameSchema,
    })
    .strict(),
  z
    .object({
      kind: z.literal('columns'),
      catalogId: accountIdSchema,
      database: glueNameSchema,
      table: glueNameSchema,
      columns: z
        .object({ kind: z.enum(['include', 'exclude']), names })
        .strict(),
    })
    .strict(),
  z
    .object({
      kind: z.literal('filter'),
      catalogId: accountIdSchema,
      database: glueNameSchema,
      table: glueNameSchema,
      /** Name of the data cells filter, which others made. */
      name: z.string().min(1).max(255),
      /** What it is to open, by name; absent means all columns. */
      columns: names.optional(),
      /** Absent means all rows. */
      rowFilter: z.string().min(1).max(2047).optional(),
    })
    .strict(),
  z
    .object({
      kind: z.literal('lfTags'),
      catalogId: accountIdSchema,
      expression: z
        .array(z.object({ key: z.string().min(1), values: names }).strict())
        .min(1)
        .max(50),
    })
    .strict(),
]);

const wordsSchema = z.array(z.enum(LF_PERMISSIONS));

/**
 * A permission that Sluice did not make and that somebody decided is to be
 * there. From then on it is declared: missed when it goes, and taken away with
 * its declaration only if Sluice had to make it again.
 * @public
 */
export const keptPermissionSchema = z
  .object({
    kind: z.literal('keptPermission'),
    /** Connected account whose Lake Formation holds it. */
    account: accountNameSchema,
    /** As the API spells it. */
    principal: z.string().min(1).max(255),
    on: keptOnSchema,
    permissions: wordsSchema.min(1),
    grantable: wordsSchema.default([]),
  })
  .strict();

/** @public */
export type KeptPermissionDeclaration = z.infer<typeof keptPermissionSchema>;

/** `permission:…`: stands for what is held by whom, not for how much of it. @public */
export function subjectOfKept(declaration: KeptPermissionDeclaration): string {
  return `permission:${stableId(identityOf(declaration))}`;
}

/** What tells a kept permission from others: not how much of it is held. */
function identityOf({
  account,
  principal,
  on,
}: KeptPermissionDeclaration): string[] {
  const { kind, catalogId } = on;
  switch (kind) {
    case 'lfTags':
      return [
        account,
        principal,
        kind,
        catalogId,
        ...on.expression.flatMap(({ key, values }) => [key, ...values]),
      ];
    case 'allTables':
      return [account, principal, kind, catalogId, on.database];
    case 'columns':
      return [
        account,
        principal,
        kind,
        catalogId,
        on.database,
        on.table,
        on.columns.kind,
        ...on.columns.names,
      ];
    case 'filter':
      return [
        account,
        principal,
        kind,
        catalogId,
        on.database,
        on.table,
        on.name,
      ];
    default:
      return [account, principal, kind, catalogId, on.database, on.table];
  }
}
