import { z } from 'zod';
import {
  accountNameSchema,
  columnNameSchema,
  entityRefSchema,
  glueNameSchema,
  kubernetesNameSchema,
  roleNameSchema,
} from './common';

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

/**
 * A consumer team in a consumer account: seed reference 1.7 C4, C9 to C11.
 * @public
 */
export const consumerTeamSchema = z
  .object({
    kind: z.literal('consumerTeam'),
    /** Entity ref of the Group. */
    team: entityRefSchema,
    /** Consumer account, set up before. */
    account: accountNameSchema,
    jobExecutionRole: roleNameSchema,
    /**
     * Namespace of the team's own pods; the account's user namespace if absent.
     * Its own namespace gets RBAC, quota, network policy and a virtual cluster.
     */
    namespace: kubernetesNameSchema.optional(),
    /** Limits of an own namespace. */
    quota: z
      .object({
        cpu: z
          .string()
          .regex(/^\d+m?$/, 'is no amount of CPU, such as 16 or 500m'),
        memory: z
          .string()
          .regex(/^\d+(?:Mi|Gi|Ti)$/, 'is no amount of memory, such as 64Gi'),
        pods: z.number().int().min(1).max(10_000),
      })
      .strict()
      .default({ cpu: '32', memory: '128Gi', pods: 50 }),
    grants: z.array(tableGrantSchema).max(100).default([]),
  })
  .strict();

/** @public */
export type ConsumerTeamDeclaration = z.infer<typeof consumerTeamSchema>;

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
