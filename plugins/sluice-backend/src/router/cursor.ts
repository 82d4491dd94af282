import { InputError } from '@backstage/errors';

/** An opaque cursor that continues after an entity ref. */
export function encodeCursor(after: string): string {
  return Buffer.from(JSON.stringify({ after })).toString('base64url');
}

/** @throws InputError when the cursor is not one of ours. */
export function decodeCursor(cursor: string): string {
  try {
    const { after } = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (typeof after === 'string') return after;
  } catch {
    // Refused below, like a cursor of another shape.
  }
  throw new InputError(
    'The cursor is not valid; take nextCursor of the page before, or leave it out to begin anew',
  );
}

/** Of the numbers that databases count rows by. */
const LAST_POSITION = 2 ** 31 - 1;

/**
 * The position that a list by number goes on from.
 * @throws InputError when the cursor is not one of such a list.
 */
export function decodePosition(cursor?: string): number | undefined {
  if (cursor === undefined) return undefined;
  const position = Number(decodeCursor(cursor));
  const exists =
    Number.isInteger(position) && position >= 0 && position <= LAST_POSITION;
  if (exists) return position;
  throw new InputError('The cursor is not one of this list');
}

/** The end of a page of a list by number, if there is more after it. */
export function nextCursorOf(next?: number): { nextCursor?: string } {
  return next === undefined ? {} : { nextCursor: encodeCursor(String(next)) };
}

/**
 * One page of items that are sorted by entity ref. It goes on after the last
 * ref of the page before, so things that come or go between two pages shift
 * nothing.
 */
export function pageOf<T extends { entityRef: string }>(
  items: T[],
  options: { limit: number; cursor?: string },
): { page: T[]; nextCursor?: string } {
  const after = options.cursor && decodeCursor(options.cursor);
  const rest = after ? items.filter(item => item.entityRef > after) : items;
  const page = rest.slice(0, options.limit);
  return {
    page,
    ...(rest.length > page.length && {
      nextCursor: encodeCursor(page[page.length - 1].entityRef),
    }),
  };
}
