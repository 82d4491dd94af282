import { XMLParser } from 'fast-xml-parser';
import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../core';
import { checkRequired, parseScalar, printScalar } from './scalars';

const PARSER = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  trimValues: false,
  ignoreDeclaration: true,
});

function escape(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\r/g, '&#xD;');
}

/** One XML element; `content` is XML already. */
export function element(
  name: string,
  content: string,
  attributes: Record<string, string> = {},
): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escape(value)}"`)
    .join('');
  return `<${name}${written}>${content}</${name}>`;
}

/** Text for an element's content. */
export function textContent(text: string): string {
  return escape(text);
}

/** Writes the members of a structure as child elements. */
export function encodeXmlMembers(
  schema: NormalizedSchema,
  value: Record<string, unknown>,
): string {
  let xml = '';
  for (const [name, member] of schema.structIterator()) {
    const traits = member.getMergedTraits();
    const bound =
      traits.httpHeader || traits.httpPrefixHeaders || traits.httpPayload;
    if (value[name] !== undefined && value[name] !== null && !bound) {
      xml += encodeXml(member, value[name], String(traits.xmlName ?? name));
    }
  }
  return xml;
}

function encodeXml(
  schema: NormalizedSchema,
  value: unknown,
  name: string,
): string {
  const traits = schema.getMergedTraits();
  if (schema.isStructSchema()) {
    return element(
      name,
      encodeXmlMembers(schema, value as Record<string, unknown>),
    );
  }
  if (schema.isListSchema()) {
    const item = schema.getValueSchema();
    if (traits.xmlFlattened) {
      return (value as unknown[])
        .map(inner => encodeXml(item, inner, name))
        .join('');
    }
    const itemName = String(item.getMergedTraits().xmlName ?? 'member');
    return element(
      name,
      (value as unknown[])
        .map(inner => encodeXml(item, inner, itemName))
        .join(''),
    );
  }
  if (schema.isMapSchema()) {
    const entries = Object.entries(value as Record<string, unknown>).map(
      ([key, inner]) =>
        element('key', escape(key)) +
        encodeXml(schema.getValueSchema(), inner, 'value'),
    );
    return traits.xmlFlattened
      ? entries.map(entry => element(name, entry)).join('')
      : element(name, entries.map(entry => element('entry', entry)).join(''));
  }
  return element(name, escape(printScalar(schema, value, 'date-time')));
}

/** @throws AwsError `MalformedXML` */
export function parseXml(text: string): Record<string, unknown> {
  try {
    return PARSER.parse(text, true);
  } catch (error) {
    throw new AwsError(
      'MalformedXML',
      `The XML you provided was not well-formed: ${(error as Error).message}`,
      400,
    );
  }
}

function asList(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function textOfNode(node: unknown): string {
  if (typeof node === 'object' && node !== null && '#text' in node) {
    return String(node['#text']);
  }
  return typeof node === 'object' ? '' : String(node);
}

/** Reads a parsed XML element by its schema. */
export function decodeXml(
  schema: NormalizedSchema,
  node: unknown,
  path: string,
): unknown {
  if (schema.isStructSchema()) {
    const children = (
      typeof node === 'object' && node !== null ? node : {}
    ) as Record<string, unknown>;
    const result: Record<string, unknown> = {};
    for (const [name, member] of schema.structIterator()) {
      const traits = member.getMergedTraits();
      const wireName = String(traits.xmlName ?? name);
      const child = children[traits.xmlAttribute ? `@${wireName}` : wireName];
      if (child === undefined) continue;
      result[name] =
        member.isListSchema() && traits.xmlFlattened
          ? asList(child).map(inner =>
              decodeXml(member.getValueSchema(), inner, `${path}.${name}`),
            )
          : decodeXml(member, child, `${path}.${name}`);
    }
    checkRequired(schema, result, path);
    return result;
  }
  if (schema.isListSchema()) {
    const item = schema.getValueSchema();
    const itemName = String(item.getMergedTraits().xmlName ?? 'member');
    const children = (
      typeof node === 'object' && node !== null ? node : {}
    ) as Record<string, unknown>;
    return asList(children[itemName]).map(inner =>
      decodeXml(item, inner, path),
    );
  }
  return parseScalar(schema, textOfNode(node), path, 'date-time');
}
