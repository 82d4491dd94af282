import { AwsError } from '../../core';

/** One statement of a policy, as far as the sandbox reads it. */
export interface PolicyStatement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Action?: string | string[];
  Resource?: string | string[];
  Principal?: '*' | Record<string, string | string[]>;
  Condition?: Record<string, Record<string, string | string[]>>;
}

export interface PolicyDocument {
  Version?: string;
  Statement: PolicyStatement[];
}

export function asArray<T>(value: T | T[] | undefined): T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicyDocument', message);
}

/**
 * Reads a policy document; a trust policy must have principals and no resources,
 * a permission policy the reverse.
 *
 * @throws AwsError `MalformedPolicyDocument`
 */
export function parsePolicyDocument(
  text: string,
  kind: 'trust' | 'permissions',
): PolicyDocument {
  let document: PolicyDocument;
  try {
    document = JSON.parse(text);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
  if (typeof document !== 'object' || document === null) {
    throw malformed('Syntax errors in policy.');
  }
  const statements = asArray(document.Statement);
  if (statements.length === 0) {
    throw malformed('Syntax errors in policy: no statement.');
  }
  for (const statement of statements) {
    if (!['Allow', 'Deny'].includes(statement.Effect)) {
      throw malformed('Syntax errors in policy: Effect must be Allow or Deny.');
    }
    if (asArray(statement.Action).length === 0) {
      throw malformed('Policy statement must contain actions.');
    }
    if (kind === 'trust' && statement.Resource !== undefined) {
      throw malformed('Has prohibited field Resource');
    }
    if (kind === 'trust' && statement.Principal === undefined) {
      throw malformed('Missing required field Principal');
    }
    if (kind === 'permissions' && statement.Principal !== undefined) {
      throw malformed('Policy document should not specify a principal.');
    }
    if (kind === 'permissions' && statement.Resource === undefined) {
      throw malformed('Policy statement must contain resources.');
    }
  }
  return { ...document, Statement: statements };
}

/** IAM and `StringLike` wildcards: `*` any text, `?` one character. */
export function wildcardMatches(pattern: string, value: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 's').test(value);
}
