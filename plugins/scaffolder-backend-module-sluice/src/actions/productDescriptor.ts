import { parseEntityRef } from '@backstage/catalog-model';
import {
  DataProductDeclaration,
  DataProductEntityV1alpha1,
  DataProductSpec,
  SLUICE_API_VERSION,
  tableEntityRef,
} from '@sluice/plugin-sluice-common';
import { stringify } from 'yaml';
import type { z as Zod } from 'zod/v3';

type Z = typeof Zod;

/** What a catalog says of a data product beside its tables. */
export const descriptorInput = (z: Z) =>
  z
    .object({
      title: z.string().optional(),
      description: z.string().optional(),
      domain: z.string().optional(),
      lifecycle: z
        .enum(['proposed', 'draft', 'active', 'deprecated', 'retired'])
        .optional(),
      purpose: z.string().optional().describe('What the data is for'),
      usage: z.string().optional().describe('How to use it well'),
      limitations: z.string().optional().describe('What it is not fit for'),
      classification: z
        .string()
        .optional()
        .describe('Highest classification among its columns'),
    })
    .strict();

/** @see descriptorInput */
export type Descriptor = Zod.infer<ReturnType<typeof descriptorInput>>;

/**
 * The catalog's file of a data product, in YAML. Its owner keeps it where the
 * catalog reads it: Sluice serves tables and does not write descriptors.
 */
export function productDescriptor(
  declaration: DataProductDeclaration,
  { title, description, lifecycle = 'active', ...spec }: Descriptor,
): string {
  const { namespace, name } = parseEntityRef(declaration.product);
  const { account, database } = declaration;
  const entity: Omit<DataProductEntityV1alpha1, 'spec'> & {
    spec: DataProductSpec;
  } = {
    apiVersion: SLUICE_API_VERSION,
    kind: 'DataProduct',
    metadata: {
      name,
      ...(namespace !== 'default' && { namespace }),
      ...(title && { title }),
      ...(description && { description }),
    },
    spec: {
      owner: declaration.owner,
      lifecycle,
      ...spec,
      outputPorts: declaration.tables.map(table => ({
        name: table.name,
        ...(table.description && { description: table.description }),
        tables: [
          tableEntityRef(account, {
            databaseName: database,
            tableName: table.name,
          }),
        ],
      })),
    },
  };
  return stringify(entity);
}
