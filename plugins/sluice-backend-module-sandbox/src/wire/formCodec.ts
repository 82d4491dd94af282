import type { NormalizedSchema } from '@smithy/core/schema';
import { checkRequired, parseScalar } from './scalars';

/** Form fields as a tree: `Tags.member.1.Key=a` → { Tags: { member: { 1: { Key: 'a' } } } }. */
type Tree = { [key: string]: Tree | string };

function toTree(form: URLSearchParams): Tree {
  const root: Tree = {};
  for (const [name, value] of form) {
    const steps = name.split('.');
    const last = steps.pop()!;
    let node = root;
    for (const step of steps) {
      const next = node[step];
      if (typeof next === 'object') node = next;
      else {
        const made: Tree = {};
        node[step] = made;
        node = made;
      }
    }
    node[last] = value;
  }
  return root;
}

function inOrder(node: Tree | string | undefined): (Tree | string)[] {
  if (typeof node !== 'object') return [];
  return Object.keys(node)
    .map(Number)
    .filter(Number.isInteger)
    .sort((a, b) => a - b)
    .map(index => node[index]);
}

function decode(
  schema: NormalizedSchema,
  node: Tree | string,
  path: string,
): unknown {
  if (schema.isStructSchema()) {
    const result: Record<string, unknown> = {};
    for (const [name, member] of schema.structIterator()) {
      const child =
        typeof node === 'object'
          ? node[String(member.getMergedTraits().xmlName ?? name)]
          : undefined;
      if (child !== undefined) {
        result[name] = decode(member, child, path ? `${path}.${name}` : name);
      }
    }
    checkRequired(schema, result, path);
    return result;
  }
  if (schema.isListSchema()) {
    // An empty list is sent as `Name=`.
    if (typeof node === 'string') return [];
    const item = schema.getValueSchema();
    const members = schema.getMergedTraits().xmlFlattened
      ? node
      : node[String(item.getMergedTraits().xmlName ?? 'member')];
    return inOrder(members).map(inner => decode(item, inner, path));
  }
  if (schema.isMapSchema()) {
    if (typeof node === 'string') return {};
    const entries = schema.getMergedTraits().xmlFlattened ? node : node.entry;
    return Object.fromEntries(
      inOrder(entries).map(entry => {
        const { key, value } = entry as { key: string; value: Tree | string };
        return [key, decode(schema.getValueSchema(), value, path)];
      }),
    );
  }
  return parseScalar(schema, String(node), path, 'date-time');
}

/**
 * Reads the form of an awsQuery request by the operation's schema.
 * @throws AwsError `SerializationException` or `ValidationException`
 */
export function decodeForm(
  schema: NormalizedSchema,
  form: URLSearchParams,
): Record<string, unknown> {
  return schema.isUnitSchema()
    ? {}
    : (decode(schema, toTree(form), '') as Record<string, unknown>);
}
