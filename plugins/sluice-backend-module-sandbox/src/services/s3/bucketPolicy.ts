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
