/**
 * One page of a listing, with an opaque token that names where the next begins.
 *
 * @param refuse - makes the service's own error for a token it did not give out
 */
export function page<T>(
  all: T[],
  size: number,
  token: string | undefined,
  refuse: (token: string) => Error,
): { items: T[]; nextToken: string | undefined } {
  let from = 0;
  if (token) {
    const match = /^offset-(\d+)$/.exec(
      Buffer.from(token, 'base64').toString('utf8'),
    );
    if (!match) throw refuse(token);
    from = Number(match[1]);
  }
  const items = all.slice(from, from + size);
  const next = from + items.length;
  return {
    items,
    nextToken:
      next < all.length
        ? Buffer.from(`offset-${next}`).toString('base64')
        : undefined,
  };
}
