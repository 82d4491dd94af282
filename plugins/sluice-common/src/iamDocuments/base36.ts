/**
 * The characters of a role name as one big-endian number, written in base 36:
 * how EMR on EKS ends the names of the service accounts that it makes for a
 * role (seed reference 1.7f). An encoding, not a hash.
 * @public
 */
export function base36(text: string): string {
  return Array.from(text)
    .reduce((sum, char) => sum * 256n + BigInt(char.charCodeAt(0)), 0n)
    .toString(36);
}
