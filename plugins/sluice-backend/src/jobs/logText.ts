const NEWLINE = 0x0a;
/** Of a character in UTF-8. */
const MOST_BYTES = 4;

/**
 * A part of a text in UTF-8 that cuts no character in two, and no line where that
 * can be had.
 *
 * @param options.start - where it may begin: `anywhere` at the begin of the text,
 * after the rest of a `character`, or after the rest of a `line`
 * @param options.end - `open` when there is more, or may be
 * @returns bytes to leave out before, and to take then
 */
export function wholeText(
  bytes: Buffer,
  options: {
    start: 'anywhere' | 'character' | 'line';
    end: 'open' | 'last';
    /** Whether the text goes on right after these bytes. */
    more: boolean;
  },
): { skip: number; take: number } {
  const { start, end, more } = options;
  const skip =
    start === 'anywhere'
      ? 0
      : restOfLine(bytes, start) ?? restOfCharacter(bytes);
  const rest = bytes.subarray(skip);
  if (more) {
    const line = rest.lastIndexOf(NEWLINE) + 1;
    // A long line is cut: it must not make pages of almost nothing.
    if (line > rest.length / 2) return { skip, take: line };
  }
  const cut = more || end === 'open' ? begunCharacter(rest) : 0;
  return { skip, take: rest.length - cut };
}

function restOfLine(
  bytes: Buffer,
  start: 'character' | 'line',
): number | undefined {
  if (start !== 'line') return undefined;
  const line = bytes.indexOf(NEWLINE) + 1;
  return line > 0 && line < bytes.length / 2 ? line : undefined;
}

/** Bytes at the begin that belong to a character before. */
function restOfCharacter(bytes: Buffer): number {
  let rest = 0;
  while (rest < MOST_BYTES - 1 && isContinuation(bytes[rest])) rest++;
  return rest;
}

/** Bytes at the end that are the begin of a character. */
function begunCharacter(bytes: Buffer): number {
  for (let back = 1; back < MOST_BYTES && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back];
    if (!isContinuation(byte)) return lengthOf(byte) > back ? back : 0;
  }
  return 0;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80 && byte < 0xc0;
}

/** Of the character that a byte begins. */
function lengthOf(byte: number): number {
  if (byte >= 0xf0) return 4;
  if (byte >= 0xe0) return 3;
  return byte >= 0xc0 ? 2 : 1;
}
