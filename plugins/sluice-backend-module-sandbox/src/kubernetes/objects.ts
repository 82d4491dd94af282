import { KubernetesError } from './status';

/** Any Kubernetes object, typed as far as the API server looks into it. */
export interface KubernetesObject {
  apiVersion?: string;
  kind?: string;
  metadata?: {
    name?: string;
    generateName?: string;
    namespace?: string;
    uid?: string;
    resourceVersion?: string;
    generation?: number;
    creationTimestamp?: string;
    /** While an object that is deleted waits for its finalizers. */
    deletionTimestamp?: string;
    finalizers?: string[];
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    [member: string]: unknown;
  };
  [member: string]: unknown;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON merge patch, RFC 7386: null removes, lists are replaced. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const result: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    // Strategic merge directives have no meaning outside the patch.
    else if (!key.startsWith('$')) result[key] = mergePatch(result[key], value);
  }
  return result;
}

/** One operation of a JSON patch, RFC 6902; the three that clients send. */
interface JsonPatchOperation {
  op: string;
  path: string;
  value?: unknown;
}

/**
 * Applies a JSON patch to a copy of the object.
 * @throws KubernetesError `Invalid` for an operation or path that does not fit.
 */
export function jsonPatch(
  target: KubernetesObject,
  operations: JsonPatchOperation[],
): KubernetesObject {
  const result = structuredClone(target);
  for (const { op, path, value } of operations) {
    const steps = path
      .split('/')
      .slice(1)
      .map(step => step.replace(/~1/g, '/').replace(/~0/g, '~'));
    const last = steps.pop();
    let parent: any = result;
    for (const step of steps) parent = parent?.[step];
    if (
      last === undefined ||
      parent === null ||
      typeof parent !== 'object' ||
      !['add', 'replace', 'remove'].includes(op)
    ) {
      throw new KubernetesError(
        'Invalid',
        `the server rejected our request due to an error in our request: cannot ${op} ${path}`,
      );
    }
    if (Array.isArray(parent)) {
      const index = last === '-' ? parent.length : Number(last);
      if (op === 'add') parent.splice(index, 0, value);
      else if (op === 'remove') parent.splice(index, 1);
      else parent[index] = value;
    } else if (op === 'remove') delete parent[last];
    else parent[last] = value;
  }
  return result;
}

/**
 * A label selector as a predicate: `a=b`, `a!=b`, `a in (b,c)`,
 * `a notin (b,c)`, `a`, `!a`, joined by commas.
 * @throws KubernetesError `BadRequest` when a term cannot be read.
 */
export function labelSelector(
  selector: string,
): (labels: Record<string, string>) => boolean {
  const terms = selector
    .split(/,(?![^(]*\))/)
    .map(term => term.trim())
    .filter(term => term !== '');
  const predicates = terms.map(term => {
    const set = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(term);
    if (set) {
      const [, key, operator, list] = set;
      const values = list.split(',').map(value => value.trim());
      return (labels: Record<string, string>) =>
        (labels[key] !== undefined && values.includes(labels[key])) ===
        (operator === 'in');
    }
    const equality = /^([^=!\s]+)\s*(==|=|!=)\s*(\S*)$/.exec(term);
    if (equality) {
      const [, key, operator, value] = equality;
      return (labels: Record<string, string>) =>
        (labels[key] === value) === (operator !== '!=');
    }
    const existence = /^(!?)([^=!\s]+)$/.exec(term);
    if (existence) {
      const [, negated, key] = existence;
      return (labels: Record<string, string>) =>
        key in labels === (negated === '');
    }
    throw new KubernetesError(
      'BadRequest',
      `unable to parse requirement: ${term}`,
    );
  });
  return labels => predicates.every(predicate => predicate(labels));
}
