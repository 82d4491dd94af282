import { AccessIndex, createAccessIndex } from '@sluice/plugin-sluice-common';
import { AccessSnapshot } from '../access';

/** With what is too old marked so; the index that all share knows no clock. */
export function observedIndex({
  accounts,
  world,
}: AccessSnapshot): AccessIndex {
  if (!accounts.some(({ stale }) => stale)) return world.index;
  const [oldestFresh] = accounts
    .flatMap(({ run, stale }) => (run && !stale ? [run.observedAt] : []))
    .sort();
  return createAccessIndex(world.observations, {
    staleBefore: oldestFresh ?? new Date().toISOString(),
  });
}
