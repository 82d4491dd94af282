import {
  AccountObservation,
  ObservationDelta,
  Permission,
} from '@sluice/plugin-sluice-common';
import { Random } from './random';

const ROWS = 100;

/**
 * What a newer observation of one account found: of a hundred grants to its
 * roles, half are gone and half were narrowed to DESCRIBE.
 */
export function createDelta(
  observation: AccountObservation,
  random: Random,
): ObservationDelta {
  const changed = random.sample(observation.permissions, ROWS);
  const narrowed = changed.slice(ROWS / 2).map(
    (permission): Permission => ({
      ...permission,
      permissions: ['DESCRIBE'],
    }),
  );
  return {
    accountName: observation.accountName,
    observedAt: '2026-11-25T09:00:00Z',
    put: { permissions: narrowed },
    drop: { permissions: changed.slice(0, ROWS / 2) },
  };
}
