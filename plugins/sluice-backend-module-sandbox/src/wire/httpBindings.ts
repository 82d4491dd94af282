import type { NormalizedSchema } from '@smithy/core/schema';
import type { WireRequest } from './messages';
import { parseScalar, printScalar } from './scalars';

/** How a REST protocol reads and writes the part of a message that is its body. */
export interface BodyCodec {
  decode(schema: NormalizedSchema, body: Uint8Array): unknown;
  encode(schema: NormalizedSchema, value: Record<string, unknown>): Uint8Array;
  contentType: string;
}

/** Reads path labels, query and headers into the members that are bound to them. */
export function readBindings(
  schema: NormalizedSchema,
  request: WireRequest,
  labels: Record<string, string>,
): { bound: Record<string, unknown>; payload?: string; hasBody: boolean } {
  const bound: Record<string, unknown> = {};
  let payload: string | undefined;
  let hasBody = false;
  for (const [name, member] of schema.structIterator()) {
    const traits = member.getMergedTraits();
    if (traits.httpLabel) {
      if (labels[name] !== undefined) {
        bound[name] = parseScalar(member, labels[name], name, 'date-time');
      }
    } else if (traits.httpQuery) {
      const values = request.query.getAll(String(traits.httpQuery));
      if (values.length > 0) {
        bound[name] = member.isListSchema()
          ? values.map(value =>
              parseScalar(member.getValueSchema(), value, name, 'date-time'),
            )
          : parseScalar(member, values[0], name, 'date-time');
      }
    } else if (traits.httpHeader) {
      const value = request.headers[String(traits.httpHeader).toLowerCase()];
      if (value !== undefined) {
        bound[name] = member.isListSchema()
          ? value.split(',').map(item => item.trim())
          : parseScalar(member, value, name, 'http-date');
      }
    } else if (traits.httpPrefixHeaders !== undefined) {
      const prefix = String(traits.httpPrefixHeaders).toLowerCase();
      const matching = Object.entries(request.headers).filter(([key]) =>
        key.startsWith(prefix),
      );
      if (matching.length > 0) {
        bound[name] = Object.fromEntries(
          matching.map(([key, value]) => [key.slice(prefix.length), value]),
        );
      }
    } else if (traits.httpPayload) {
      payload = name;
    } else {
      hasBody = true;
    }
  }
  return { bound, payload, hasBody };
}

/** Writes the members of an output that are bound to headers. */
export function writeHeaders(
  schema: NormalizedSchema,
  output: Record<string, unknown>,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, member] of schema.structIterator()) {
    const value = output[name];
    if (value === undefined || value === null) continue;
    const traits = member.getMergedTraits();
    if (traits.httpHeader) {
      headers[String(traits.httpHeader).toLowerCase()] = printScalar(
        member,
        value,
        'http-date',
      );
    } else if (traits.httpPrefixHeaders !== undefined) {
      for (const [key, inner] of Object.entries(value)) {
        headers[`${traits.httpPrefixHeaders}${key}`.toLowerCase()] =
          String(inner);
      }
    }
  }
  return headers;
}

/** Name and schema of the member that is the whole body, where there is one. */
export function payloadMember(
  schema: NormalizedSchema,
): [name: string, member: NormalizedSchema] | undefined {
  for (const [name, member] of schema.structIterator()) {
    if (member.getMergedTraits().httpPayload) return [name, member];
  }
  return undefined;
}
