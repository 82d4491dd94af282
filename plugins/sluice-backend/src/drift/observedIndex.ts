import { AccessIndex, createAccessIndex } from '@sluice/plugin-sluice-common';
import { AccessSnapshot } from '../access';

/** Whatever the clock: no reading is as late. */
const END_OF_TIME = '9999-12-31T23:59:59.999Z';

/**
 * What was observed, with each account dated by its last reading and marked where
 * that is too old. The index that all share knows no clock, and dates an account
 * by when it last differed.
 */
export function observedIndex({
  accounts,
  world,
}: AccessSnapshot): AccessIndex {
  const readings = accounts.flatMap(({ run, stale }) =>
    run ? [{ ...run, stale }] : [],
  );
  const dated = world.index.with(
    readings.map(({ accountName, observedAt }) => ({
      accountName,
      observedAt,
      put: {},
      drop: {},
    })),
  );
  if (!readings.some(({ stale }) => stale)) return dated;
  const [oldestFresh = END_OF_TIME] = readings
    .flatMap(({ observedAt, stale }) => (stale ? [] : [observedAt]))
    .sort();
  return createAccessIndex(dated.observations, { staleBefore: oldestFresh });
}
