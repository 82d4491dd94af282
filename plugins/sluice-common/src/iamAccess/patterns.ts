/**
 * How far one pattern of IAM goes over another: `covers` all that it stands
 * for, `overlaps` with some of it, or meets nothing of it. Of a text without
 * wildcards there is only all or nothing.
 */
export type Meeting = 'covers' | 'overlaps' | 'none';

/** @param wanted - what is asked about; `*` and `?` in it stand for anything, too */
export function meet(pattern: string, wanted: string): Meeting {
  if (pattern === '*' || pattern === wanted) return 'covers';
  // A `*` that is asked about is covered by a `*` alone, so that it can be
  // matched as if it were a character; `?` must not take it for one.
  if (isMatch(pattern, wanted)) return 'covers';
  return overlap(pattern, wanted) ? 'overlaps' : 'none';
}

function isMatch(pattern: string, text: string): boolean {
  let [p, t, star, from] = [0, 0, -1, 0];
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      from = t;
    } else if (
      p < pattern.length &&
      (pattern[p] === text[t] || (pattern[p] === '?' && text[t] !== '*'))
    ) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++from;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** Whether some text is matched by both. */
function overlap(left: string, right: string): boolean {
  const seen = new Set<number>();
  const open: [number, number][] = [[0, 0]];
  while (open.length > 0) {
    const [l, r] = open.pop()!;
    const at = l * (right.length + 1) + r;
    if (seen.has(at)) continue;
    seen.add(at);
    const [a, b] = [left[l], right[r]];
    if (a === undefined && b === undefined) return true;
    if (a === '*') {
      open.push([l + 1, r]);
      if (b !== undefined) open.push([l, r + 1]);
    }
    if (b === '*') {
      open.push([l, r + 1]);
      if (a !== undefined) open.push([l + 1, r]);
    }
    const isOne = (c: string | undefined) => c !== undefined && c !== '*';
    if (isOne(a) && isOne(b) && (a === b || a === '?' || b === '?')) {
      open.push([l + 1, r + 1]);
    }
  }
  return false;
}
