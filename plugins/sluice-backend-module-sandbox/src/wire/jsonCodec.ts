import type { NormalizedSchema } from '@smithy/core/schema';
import {
  checkRequired,
  parseTimestamp,
  serializationError,
  timestampFormat,
} from './scalars';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Members = Map<string, { name: string; schema: NormalizedSchema }>;

/** By the SDK's own schema objects, of which there is one per structure. */
const membersOfSchema = new WeakMap<object, Members>();

/** Members of a structure by their names in JSON; made once per structure. */
export function membersByWireName(schema: NormalizedSchema): Members {
  const own = schema.getSchema();
  let members =
    typeof own === 'object' ? membersOfSchema.get(own as object) : undefined;
  if (!members) {
    members = new Map();
    for (const [name, member] of schema.structIterator()) {
      members.set(String(member.getMergedTraits().jsonName ?? name), {
        name,
        schema: member,
      });
    }
    if (typeof own === 'object') membersOfSchema.set(own as object, members);
  }
  return members;
}

/**
 * Reads a JSON document by its schema: times become Dates, blobs bytes.
 * Stricter than AWS in one way: a member that the model does not know is
 * refused, so that a misspelt parameter cannot pass unnoticed.
 *
 * @throws AwsError `SerializationException` or `ValidationException`
 */
export function decodeJson(
  schema: NormalizedSchema,
  value: unknown,
  path = '',
): unknown {
  if (value === null || value === undefined) return undefined;
  if (schema.isDocumentSchema()) return value;
  if (schema.isStructSchema()) {
    if (!isRecord(value)) throw serializationError(path, 'an object', value);
    const members = membersByWireName(schema);
    const result: Record<string, unknown> = {};
    for (const [wireName, inner] of Object.entries(value)) {
      if (wireName === '__type') continue;
      const member = members.get(wireName);
      const at = path ? `${path}.${wireName}` : wireName;
      if (!member) throw serializationError(at, 'a known member', inner);
      const decoded = decodeJson(member.schema, inner, at);
      if (decoded !== undefined) result[member.name] = decoded;
    }
    checkRequired(schema, result, path);
    return result;
  }
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw serializationError(path, 'a list', value);
    const item = schema.getValueSchema();
    return value.map((inner, i) => decodeJson(item, inner, `${path}[${i}]`));
  }
  if (schema.isMapSchema()) {
    if (!isRecord(value)) throw serializationError(path, 'a map', value);
    const item = schema.getValueSchema();
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        decodeJson(item, inner, `${path}.${key}`),
      ]),
    );
  }
  if (schema.isTimestampSchema()) {
    if (typeof value !== 'number' && typeof value !== 'string') {
      throw serializationError(path, 'a time', value);
    }
    return parseTimestamp(
      value,
      timestampFormat(schema, 'epoch-seconds'),
      path,
    );
  }
  if (schema.isBooleanSchema() && typeof value !== 'boolean') {
    throw serializationError(path, 'true or false', value);
  }
  if (schema.isNumericSchema() && typeof value !== 'number') {
    throw serializationError(path, 'a number', value);
  }
  if (schema.isBlobSchema()) return Buffer.from(String(value), 'base64');
  if (schema.isStringSchema() && typeof value !== 'string') {
    throw serializationError(path, 'a string', value);
  }
  return value;
}

/** Writes a value by its schema; members that the model does not know are left out. */
export function encodeJson(schema: NormalizedSchema, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  if (schema.isDocumentSchema()) return value;
  if (schema.isStructSchema()) {
    const result: Record<string, unknown> = {};
    for (const [wireName, member] of membersByWireName(schema)) {
      const encoded = encodeJson(
        member.schema,
        (value as Record<string, unknown>)[member.name],
      );
      if (encoded !== undefined) result[wireName] = encoded;
    }
    return result;
  }
  if (schema.isListSchema()) {
    const item = schema.getValueSchema();
    return (value as unknown[]).map(inner => encodeJson(item, inner));
  }
  if (schema.isMapSchema()) {
    const item = schema.getValueSchema();
    return Object.fromEntries(
      Object.entries(value as Record<string, unknown>).map(([key, inner]) => [
        key,
        encodeJson(item, inner),
      ]),
    );
  }
  if (value instanceof Date) {
    return timestampFormat(schema, 'epoch-seconds') === 'epoch-seconds'
      ? value.getTime() / 1000
      : value.toISOString();
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return value;
}
