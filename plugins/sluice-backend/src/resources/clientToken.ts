import { createHash } from 'crypto';

/**
 * An idempotency token that is the same whenever the same is asked for: a call
 * that is repeated after a crash makes nothing twice.
 */
export function clientTokenOf(...parts: (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
