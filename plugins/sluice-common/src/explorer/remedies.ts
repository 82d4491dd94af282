import { Permission } from '../accessModel';
import { HypotheticalChange } from '../hypothetical';
import { Remedy } from './types';

/** What is to be done, of which the outcome cannot be tried out. */
export function byHand(text: string): Remedy {
  return {
    text: `${text} What comes of it cannot be tried out here.`,
    changes: [],
  };
}

/** To take a permission that is there. */
export function revocationOf({
  observedIn,
  id,
}: Permission): HypotheticalChange {
  return { kind: 'revoke', accountId: observedIn, permissionId: id };
}

/** `Do this, and do that.` */
export function sentenceOf(parts: string[]): string {
  const text = parts.join(', and ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
