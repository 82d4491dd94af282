import { AwsError } from '../../core';
import { page } from '../paging';

/** IAM's paging: `MaxItems` and `Marker` in, `IsTruncated` and `Marker` out. */
export function marker<T>(
  all: T[],
  input: { MaxItems?: number; Marker?: string },
): { items: T[]; IsTruncated: boolean; Marker?: string } {
  const { items, nextToken } = page(
    all,
    input.MaxItems ?? 100,
    input.Marker,
    token => new AwsError('ValidationError', `Invalid Marker: ${token}`, 400),
  );
  return { items, IsTruncated: nextToken !== undefined, Marker: nextToken };
}
