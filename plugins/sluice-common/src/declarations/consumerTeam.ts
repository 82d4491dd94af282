import { z } from 'zod';
import {
  accountNameSchema,
  entityRefSchema,
  kubernetesNameSchema,
  roleNameSchema,
} from './common';
import { tableGrantSchema } from './tableGrant';

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
