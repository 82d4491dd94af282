import { InputError } from '@backstage/errors';

const ISO_8601 =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;
const SHOWN_CHARACTERS = 100;

/**
 * A time that somebody named, in milliseconds.
 * @throws InputError naming the member of the body that is none
 */
export function timeOf(text: string, name: string): number {
  const time = ISO_8601.test(text) ? Date.parse(text) : NaN;
  if (!Number.isNaN(time)) return time;
  throw new InputError(
    `${name} is "${text.slice(
      0,
      SHOWN_CHARACTERS,
    )}", which is no time with a time zone, such as 2026-03-01T08:00:00Z.`,
  );
}
