import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../core';

/** Which way of writing a time a protocol prefers where the model names none. */
export type TimestampFormat = 'date-time' | 'http-date' | 'epoch-seconds';

/** Smithy's schema numbers for timestamps with a format of their own. */
const FORMATS: Record<number, TimestampFormat> = {
  5: 'date-time',
  6: 'http-date',
  7: 'epoch-seconds',
};

export function timestampFormat(
  schema: NormalizedSchema,
  byDefault: TimestampFormat,
): TimestampFormat {
  const own = schema.getSchema();
  return (typeof own === 'number' ? FORMATS[own] : undefined) ?? byDefault;
}

/** A value of the wire that does not fit the member's type. */
export function serializationError(
  path: string,
  expected: string,
  value: unknown,
): AwsError {
  return new AwsError(
    'SerializationException',
    `${path || 'The request'} must be ${expected}, but is ${JSON.stringify(
      value,
    )}.`,
    400,
  );
}

export function parseTimestamp(
  value: string | number,
  format: TimestampFormat,
  path: string,
): Date {
  const date =
    format === 'epoch-seconds'
      ? new Date(Number(value) * 1000)
      : new Date(String(value));
  if (Number.isNaN(date.getTime())) {
    throw serializationError(path, `a time (${format})`, value);
  }
  return date;
}

export function printTimestamp(date: Date, format: TimestampFormat): string {
  switch (format) {
    case 'http-date':
      return date.toUTCString();
    case 'epoch-seconds':
      return String(date.getTime() / 1000);
    default:
      return date.toISOString();
  }
}

/** A scalar that arrives as text: header, query, form or XML. */
export function parseScalar(
  schema: NormalizedSchema,
  text: string,
  path: string,
  times: TimestampFormat,
): unknown {
  if (schema.isBooleanSchema()) {
    if (text !== 'true' && text !== 'false') {
      throw serializationError(path, 'true or false', text);
    }
    return text === 'true';
  }
  if (schema.isNumericSchema()) {
    const number = Number(text);
    if (text.trim() === '' || Number.isNaN(number)) {
      throw serializationError(path, 'a number', text);
    }
    return number;
  }
  if (schema.isTimestampSchema()) {
    return parseTimestamp(text, timestampFormat(schema, times), path);
  }
  if (schema.isBlobSchema()) return Buffer.from(text, 'base64');
  return text;
}

/** The text of a scalar in a header, query or XML element. */
export function printScalar(
  schema: NormalizedSchema,
  value: unknown,
  times: TimestampFormat,
): string {
  if (value instanceof Date) {
    return printTimestamp(value, timestampFormat(schema, times));
  }
  if (value instanceof Uint8Array) {
    return Buffer.from(value).toString('base64');
  }
  return String(value);
}

/**
 * Members of a structure that the service's model marks as required: Smithy's
 * static schemas list them first and give their count last.
 */
export function requiredMembers(schema: NormalizedSchema): string[] {
  const own = schema.getSchema();
  if (!Array.isArray(own)) return [];
  const count = own[6];
  return typeof count === 'number' ? (own[4] as string[]).slice(0, count) : [];
}

/** @throws AwsError `ValidationException`, in the words AWS uses. */
export function checkRequired(
  schema: NormalizedSchema,
  value: Record<string, unknown>,
  path: string,
) {
  for (const member of requiredMembers(schema)) {
    if (value[member] === undefined || value[member] === null) {
      throw new AwsError(
        'ValidationException',
        `1 validation error detected: Value null at '${
          path ? `${path}.` : ''
        }${member}' failed to satisfy constraint: Member must not be null`,
        400,
      );
    }
  }
}
