import { AwsError } from '../../core';

/** A bucket policy must be JSON with statements. @throws AwsError `MalformedPolicy` */
export function parsePolicyDocumentOrRefuse(text: string) {
  let statements: unknown;
  try {
    statements = JSON.parse(text).Statement;
  } catch {
    throw new AwsError(
      'MalformedPolicy',
      "Policies must be valid JSON and the first byte must be '{'",
      400,
    );
  }
  if (!Array.isArray(statements) || statements.length === 0) {
    throw new AwsError(
      'MalformedPolicy',
      'Missing required field Statement',
      400,
    );
  }
}

interface Statement {
  Effect?: string;
  Principal?: '*' | { AWS?: string | string[] };
}

/**
 * Whether a bucket policy lets an account in at all. Actions and conditions are
 * not evaluated: like all policies of the sandbox they are kept, not enforced.
 */
export function policyAdmits(text: string, accountId: string): boolean {
  const statements: Statement[] = JSON.parse(text).Statement;
  return statements.some(({ Effect, Principal }) => {
    if (Effect !== 'Allow') return false;
    const named = Principal === '*' ? ['*'] : [Principal?.AWS ?? []].flat();
    return named.some(
      principal =>
        principal === '*' ||
        principal === accountId ||
        principal.split(':')[4] === accountId,
    );
  });
}
