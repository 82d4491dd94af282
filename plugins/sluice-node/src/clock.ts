import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';

/** Says what time it is. @public */
export interface SluiceClock {
  now(): Date;
}

/**
 * The time that agreements begin and end by. By default it is the system's
 * clock. The demo puts a clock in its place that can be moved on, so that a
 * grant can be seen to expire. Leases, caches and timeouts do not go by it:
 * they measure how long something takes.
 * @public
 */
export const sluiceClockServiceRef = createServiceRef<SluiceClock>({
  id: 'sluice.clock',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {},
      factory: () => ({ now: () => new Date() }),
    }),
});
