import { sha256 } from '../store/digest';

/**
 * An idempotency token that is the same whenever the same is asked for: a call
 * that is repeated after a crash makes nothing twice.
 */
export function clientTokenOf(...parts: (string | number)[]): string {
  return sha256(JSON.stringify(parts));
}
