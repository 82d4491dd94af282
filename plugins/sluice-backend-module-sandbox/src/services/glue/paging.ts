import { AwsError } from '../../core';
import { page } from '../paging';

/** Glue returns at most 100 databases or tables at a time. */
const MAX_PAGE = 100;

/** @throws AwsError `InvalidInputException` for a size out of range or a foreign token */
export function gluePage<T>(
  all: T[],
  input: { MaxResults?: number; NextToken?: string },
): { items: T[]; NextToken?: string } {
  const size = input.MaxResults ?? MAX_PAGE;
  if (size < 1 || size > MAX_PAGE) {
    throw new AwsError(
      'InvalidInputException',
      `1 validation error detected: Value '${size}' at 'maxResults' failed to satisfy constraint: Member must have value between 1 and ${MAX_PAGE}`,
    );
  }
  const { items, nextToken } = page(
    all,
    size,
    input.NextToken,
    token => new AwsError('InvalidInputException', `Invalid token: ${token}`),
  );
  return { items, NextToken: nextToken };
}
