import { InputError } from '@backstage/errors';
import { REQUEST_LIMITS } from '@sluice/plugin-sluice-common';

/**
 * What somebody wrote, without the space around it.
 * @throws InputError when nothing is left, or it is too long
 */
export function requiredText(text: string, name: 'purpose' | 'reason'): string {
  const trimmed = text.trim();
  if (!trimmed) {
    throw new InputError(`The ${name} is empty. Say it in a few words.`);
  }
  return refuseUnusable(trimmed, name, REQUEST_LIMITS[name]);
}

/** The same of what may be left out. */
export function optionalText(
  text: string | undefined,
  name: 'reason' | 'comment',
): string | undefined {
  const trimmed = text?.trim();
  return trimmed
    ? refuseUnusable(trimmed, name, REQUEST_LIMITS.reason)
    : undefined;
}

function refuseUnusable(text: string, name: string, limit: number): string {
  if (text.includes('\0')) {
    // PostgreSQL takes every character but this one.
    throw new InputError(`The ${name} contains a null character. Take it out.`);
  }
  if (text.length <= limit) return text;
  throw new InputError(
    `The ${name} has ${text.length} characters; ${limit} are the most. Shorten it.`,
  );
}
