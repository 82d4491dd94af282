import { InputError } from '@backstage/errors';
import { DateTime } from 'luxon';

const ISO_8601 =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;
const SHOWN_CHARACTERS = 100;

/**
 * A time that somebody named, in milliseconds.
 * @throws InputError naming the member of the body that is none
 */
export function timeOf(text: string, name: string): number {
  // Date would take the 30th of February for the 2nd of March.
  const time = ISO_8601.test(text) ? DateTime.fromISO(text).toMillis() : NaN;
  if (!Number.isNaN(time)) return time;
  throw new InputError(
    `${name} is "${text.slice(
      0,
      SHOWN_CHARACTERS,
    )}", which is no time with a time zone, such as 2026-03-01T08:00:00Z.`,
  );
}
