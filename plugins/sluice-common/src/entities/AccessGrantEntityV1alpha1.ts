import { Entity } from '@backstage/catalog-model';
import { z } from 'zod';
import { LF_PERMISSIONS, LfPermission } from '../accessModel';
import { SLUICE_API_VERSION } from './apiVersion';

/** @public */
export const ACCESS_LEVELS = ['full', 'partial', 'none', 'unknown'] as const;

/** `unknown` is never shown as `none` or as `full`. @public */
export type AccessLevel = (typeof ACCESS_LEVELS)[number];

/** How a grant came to be. @public */
export const ACCESS_GRANT_ORIGINS = [
  'import',
  'request',
  'gitops',
  'breakGlass',
] as const;

/** @public */
export type AccessGrantOrigin = (typeof ACCESS_GRANT_ORIGINS)[number];

/** A column by its Iceberg field id; the id is absent when it could not be read. @public */
export type AccessGrantColumn = { fieldId?: number; name: string };

/** What one of the four stages of access says. @public */
export type AccessStage = {
  level: AccessLevel;
  /**
   * ISO 8601 time since when the stage says so. Not the time of the last
   * observation, which would rewrite the entity each time.
   */
  since?: string;
  /** What shows it: id of a request, of a change, of an attestation. */
  evidence?: string;
};

/** An agreement that covers the team and the table, until it ends. @public */
export type AccessGrantAgreement = {
  /** Id of the access request. */
  request: string;
  purpose?: string;
  /** ISO 8601. */
  startsAt: string;
  /** ISO 8601. */
  expiresAt: string;
  /** Entity ref of the user who asked. */
  requestedBy: string;
  /** Entity refs of the users who approved it for this table. */
  approvedBy: string[];
};

/** @public */
export type AccessGrantSpec = {
  /** Entity ref of the consumer team. */
  team: string;
  /** Entity ref of the table. */
  table: string;
  /** Entity ref of the data product that serves the table. */
  product?: string;
  /** Entity refs of the owners of the products that serve the table. */
  owners?: string[];
  /** Name of the product's output port. */
  outputPort?: string;
  permissions: LfPermission[];
  level: AccessLevel;
  /** Columns of which at least one row is readable, in table order. */
  columns: AccessGrantColumn[];
  /** How many columns of the table are not readable in any row. */
  hiddenColumns: number;
  /** Canonical text of the row predicate; absent when every row is readable. */
  rowFilter?: string;
  principal: {
    arn: string;
    /** Tells a re-created role of the same name from the one that was granted. */
    uniqueId?: string;
  };
  origin: AccessGrantOrigin;
  /** What people agreed on, one that begins later among it. */
  agreements?: AccessGrantAgreement[];
  /** The four stages of access; one that was not looked at is absent. */
  stages: {
    declared?: AccessStage;
    granted?: AccessStage;
    effective?: AccessStage;
    observed?: AccessStage;
  };
  /** What is true but surprising about the access. */
  warnings?: string[];
  /** Why the level is `unknown`. */
  problems?: string[];
};

/**
 * One team's access to one table, realised by any number of Lake Formation
 * permissions.
 * @public
 */
export interface AccessGrantEntityV1alpha1 extends Entity {
  apiVersion: typeof SLUICE_API_VERSION;
  kind: 'AccessGrant';
  spec: AccessGrantSpec;
}

const text = z.string().min(1);
const stage = z
  .looseObject({
    level: z.enum(ACCESS_LEVELS),
    since: text.optional(),
    evidence: text.optional(),
  })
  .optional();

/** Validates the spec of an AccessGrant; unknown fields pass. @public */
export const accessGrantSpecSchema = z.looseObject({
  team: text,
  table: text,
  product: text.optional(),
  owners: z.array(text).optional(),
  outputPort: text.optional(),
  permissions: z.array(z.enum(LF_PERMISSIONS)),
  level: z.enum(ACCESS_LEVELS),
  columns: z.array(
    z.looseObject({
      fieldId: z.number().int().optional(),
      name: text,
    }),
  ),
  hiddenColumns: z.number().int().min(0),
  rowFilter: text.optional(),
  principal: z.looseObject({ arn: text, uniqueId: text.optional() }),
  origin: z.enum(ACCESS_GRANT_ORIGINS),
  agreements: z
    .array(
      z.looseObject({
        request: text,
        purpose: text.optional(),
        startsAt: text,
        expiresAt: text,
        requestedBy: text,
        approvedBy: z.array(text),
      }),
    )
    .optional(),
  stages: z.looseObject({
    declared: stage,
    granted: stage,
    effective: stage,
    observed: stage,
  }),
  warnings: z.array(text).optional(),
  problems: z.array(text).optional(),
}) satisfies z.ZodType<AccessGrantSpec>;

/** Whether an entity is a team's access to a table. @public */
export function isAccessGrantEntity(
  entity: Entity,
): entity is AccessGrantEntityV1alpha1 {
  return entity.kind.toLowerCase() === 'accessgrant';
}
