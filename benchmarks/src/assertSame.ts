import { isDeepStrictEqual } from 'node:util';

/** A benchmark of answers that differ would compare nothing. */
export function assertSame(what: string, one: unknown, other: unknown): void {
  if (isDeepStrictEqual(one, other)) return;
  throw new Error(
    `Two ways to answer disagree: ${what}.\n${shortened(one)}\n${shortened(
      other,
    )}`,
  );
}

function shortened(value: unknown): string {
  return JSON.stringify(value).slice(0, 1_000);
}
