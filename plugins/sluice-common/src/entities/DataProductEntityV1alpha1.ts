import { Entity } from '@backstage/catalog-model';
import { z } from 'zod';
import { SLUICE_API_VERSION } from './apiVersion';

/** Life of a data product, one to one with the ODPS status. @public */
export const DATA_PRODUCT_LIFECYCLES = [
  'proposed',
  'draft',
  'active',
  'deprecated',
  'retired',
] as const;

/** @public */
export type DataProductLifecycle = (typeof DATA_PRODUCT_LIFECYCLES)[number];

/** A set of tables that a data product serves together. @public */
export type DataProductOutputPort = {
  name: string;
  version?: string;
  description?: string;
  /** Entity refs of the tables. */
  tables: string[];
  /** The data contract (ODCS) that the port keeps. */
  contract?: { id: string; version: string };
};

/** Something a data product is made from. @public */
export type DataProductInputPort = {
  name: string;
  description?: string;
  /** Entity ref of the table, product or API it reads. */
  source?: string;
};

/** @public */
export type DataProductSpec = {
  /** Entity ref of the owning group. */
  owner: string;
  domain?: string;
  system?: string;
  lifecycle: DataProductLifecycle;
  /** What the data is for. */
  purpose?: string;
  /** What it is not fit for. */
  limitations?: string;
  /** How to use it well. */
  usage?: string;
  outputPorts: DataProductOutputPort[];
  inputPorts?: DataProductInputPort[];
  /** Highest classification among its columns. */
  classification?: string;
  /** Name of the policy that requests for access go through. */
  approvalPolicy?: string;
  /** Terms of use a consumer agrees to. */
  terms?: { version: string; url: string };
  support?: { channel: string; url?: string };
  /** Service levels by name: `freshness: 24 h`. */
  sla?: { [level: string]: string };
};

/**
 * One or more tables owned and served by one group.
 * @public
 */
export interface DataProductEntityV1alpha1 extends Entity {
  apiVersion: typeof SLUICE_API_VERSION;
  kind: 'DataProduct';
  spec: DataProductSpec;
}

const text = z.string().min(1);

/**
 * Validates the spec of a DataProduct; unknown fields pass, as in every kind of
 * Backstage.
 * @public
 */
export const dataProductSpecSchema = z.looseObject({
  owner: text,
  domain: text.optional(),
  system: text.optional(),
  lifecycle: z.enum(DATA_PRODUCT_LIFECYCLES),
  purpose: text.optional(),
  limitations: text.optional(),
  usage: text.optional(),
  outputPorts: z.array(
    z.looseObject({
      name: text,
      version: text.optional(),
      description: text.optional(),
      tables: z.array(text),
      contract: z.looseObject({ id: text, version: text }).optional(),
    }),
  ),
  inputPorts: z
    .array(
      z.looseObject({
        name: text,
        description: text.optional(),
        source: text.optional(),
      }),
    )
    .optional(),
  classification: text.optional(),
  approvalPolicy: text.optional(),
  terms: z.looseObject({ version: text, url: text }).optional(),
  support: z.looseObject({ channel: text, url: text.optional() }).optional(),
  sla: z.record(z.string(), text).optional(),
}) satisfies z.ZodType<DataProductSpec>;

/** Whether an entity is a data product. @public */
export function isDataProductEntity(
  entity: Entity,
): entity is DataProductEntityV1alpha1 {
  return entity.kind.toLowerCase() === 'dataproduct';
}
