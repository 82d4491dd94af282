import { wholeText } from './logText';

/** Pages through a text as a reader does who knows offsets only. */
function pagesOf(text: string, length: number): string[] {
  const all = Buffer.from(text);
  const pages: string[] = [];
  let offset = 0;
  while (offset < all.length) {
    const bytes = all.subarray(offset, offset + length);
    const { skip, take } = wholeText(bytes, {
      start: offset === 0 ? 'anywhere' : 'character',
      end: 'last',
      more: offset + length < all.length,
    });
    expect(skip).toBe(0);
    expect(take).toBeGreaterThan(0);
    pages.push(bytes.toString('utf8', 0, take));
    offset += take;
  }
  return pages;
}

describe('a part of a log', () => {
  it.each([8, 9, 10, 11, 13, 64])(
    'cuts no character in two, in pages of %d bytes',
    length => {
      const text = 'aé€😀'.repeat(50);
      const pages = pagesOf(text, length);
      expect(pages.join('')).toBe(text);
      expect(pages.join('')).not.toContain('\ufffd');
    },
  );

  it('ends with a line where that can be had', () => {
    const text = `${'x'.repeat(30)}\n${'y'.repeat(30)}\nzz`;
    expect(pagesOf(text, 40)).toEqual([
      `${'x'.repeat(30)}\n`,
      `${'y'.repeat(30)}\nzz`,
    ]);
    // A line that is longer than a page is cut.
    expect(pagesOf('x'.repeat(100), 40).map(each => each.length)).toEqual([
      40, 40, 20,
    ]);
  });

  it('begins after the rest of a line, or of a character', () => {
    const bytes = Buffer.from('rest\nwhole line\nand more');
    expect(
      wholeText(bytes, { start: 'line', end: 'open', more: false }),
    ).toEqual({ skip: 5, take: bytes.length - 5 });
    const cut = Buffer.from('€uro').subarray(1);
    expect(
      wholeText(cut, { start: 'character', end: 'open', more: false }),
    ).toEqual({ skip: 2, take: 3 });
  });

  it('waits for the rest of a character, unless none will come', () => {
    const begun = Buffer.from('ab€').subarray(0, 4);
    const part = (end: 'open' | 'last') =>
      wholeText(begun, { start: 'anywhere', end, more: false }).take;
    expect(part('open')).toBe(2);
    expect(part('last')).toBe(4);
  });

  it('takes what is no UTF-8 as it is', () => {
    const bytes = Buffer.from([0x80, 0xff, 0x80, 0x80, 0x80, 0x80, 0x41]);
    expect(
      wholeText(bytes, { start: 'anywhere', end: 'open', more: false }),
    ).toEqual({ skip: 0, take: 7 });
  });
});
