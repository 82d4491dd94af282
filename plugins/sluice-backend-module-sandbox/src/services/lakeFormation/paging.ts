import { page } from '../paging';
import { invalidInput } from './resources';

/**
 * Lake Formation's paging.
 *
 * @param limit - largest and default page size of the operation
 */
export function pageOf<T>(
  all: T[],
  input: { NextToken?: string; MaxResults?: number },
  limit = 1000,
): { items: T[]; nextToken: string | undefined } {
  const size = input.MaxResults ?? limit;
  if (size < 1 || size > limit) {
    throw invalidInput(`MaxResults must be 1 to ${limit}, not ${size}.`);
  }
  return page(all, size, input.NextToken, token =>
    invalidInput(`The token ${token} is not valid.`),
  );
}
