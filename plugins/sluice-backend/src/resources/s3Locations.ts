/** AWS keeps some locations with a slash at the end and some without; they are the same. */
export function withoutEndSlash(location: string): string;
export function withoutEndSlash(
  location: string | undefined,
): string | undefined;
export function withoutEndSlash(location: string | undefined) {
  return location?.replace(/\/+$/, '');
}
