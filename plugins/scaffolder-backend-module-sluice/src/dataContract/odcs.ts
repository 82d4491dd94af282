import { z } from 'zod';

/**
 * The parts of an ODCS 3 data contract and of an ODPS 1 data product that a
 * declaration can hold: https://bitol-io.github.io/open-data-contract-standard
 * and https://bitol-io.github.io/open-data-product-standard. Loose, so that the
 * other parts can be told of.
 */
export const columnSchema = z.looseObject({
  id: z.string().nullish(),
  name: z.string(),
  physicalName: z.string().nullish(),
  physicalType: z.string().nullish(),
  logicalType: z.string().nullish(),
  logicalTypeOptions: z.looseObject({ format: z.string().nullish() }).nullish(),
  description: z.string().nullish(),
  classification: z.string().nullish(),
  partitioned: z.boolean().nullish(),
  partitionKeyPosition: z.number().nullish(),
});

export const tableSchema = z.looseObject({
  id: z.string().nullish(),
  name: z.string(),
  physicalName: z.string().nullish(),
  physicalType: z.string().nullish(),
  logicalType: z.string().nullish(),
  description: z.string().nullish(),
  properties: z.array(columnSchema).default([]),
});

export const contractSchema = z.looseObject({
  kind: z.literal('DataContract'),
  apiVersion: z
    .string()
    .regex(/^v3\./, 'is not a version 3 of the standard, such as v3.1.0'),
  id: z.string(),
  name: z.string().nullish(),
  version: z.string().nullish(),
  status: z.string().nullish(),
  schema: z.array(tableSchema).default([]),
});

export const productSchema = z.looseObject({
  kind: z.literal('DataProduct'),
  apiVersion: z.string(),
  id: z.string(),
  name: z.string().nullish(),
  version: z.string().nullish(),
  status: z.string().nullish(),
  outputPorts: z
    .array(
      z.looseObject({
        name: z.string(),
        version: z.string().nullish(),
        contractId: z.string().nullish(),
      }),
    )
    .default([]),
});

export type OdcsColumn = z.infer<typeof columnSchema>;
export type OdcsTable = z.infer<typeof tableSchema>;
export type OdcsContract = z.infer<typeof contractSchema>;
export type OdpsProduct = z.infer<typeof productSchema>;

/** What is said in a part of a document and has no place in a declaration. */
export function unusedKeys(
  part: Record<string, unknown>,
  schema: z.ZodObject,
): string[] {
  return Object.keys(part).filter(
    key => !(key in schema.shape) && saysSomething(part[key]),
  );
}

/** ODCS documents like to spell out what is the default anyway. */
function saysSomething(value: unknown): boolean {
  return !(
    value === null ||
    value === undefined ||
    value === false ||
    value === -1 ||
    (Array.isArray(value) && value.length === 0)
  );
}
