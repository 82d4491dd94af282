import { AwsError } from '../../core';
import { page } from '../paging';

/** RAM's paging: at most 500 per page, which is also the default. */
export function pageOf<T>(
  all: T[],
  input: { nextToken?: string; maxResults?: number },
): { items: T[]; nextToken: string | undefined } {
  return page(
    all,
    input.maxResults ?? 500,
    input.nextToken,
    token =>
      new AwsError(
        'InvalidNextTokenException',
        `The specified nextToken ${token} is not valid.`,
      ),
  );
}
