import type { JsonObject } from '@backstage/types';
import { z } from 'zod';

/** The schema of an entity whose `spec` is described by zod, as the model layer wants it. */
export function entitySchemaOf(spec: z.ZodType): { jsonSchema: JsonObject } {
  const { $schema: _, ...specSchema } = z.toJSONSchema(spec, {
    target: 'draft-7',
  });
  return {
    jsonSchema: {
      type: 'object',
      required: ['spec'],
      properties: { spec: specSchema as JsonObject },
    },
  };
}
