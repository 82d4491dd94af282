import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { sluiceClockServiceRef } from '@sluice/plugin-sluice-node';
import { createRouter } from './createRouter';
import { MovableClock } from './MovableClock';

const movableClockServiceRef = createServiceRef<MovableClock>({
  id: 'sluice.sandbox.clock',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {},
      factory: () => new MovableClock(),
    }),
});

/** Lets agreements begin and end by a clock that {@link sandboxClockPlugin} moves. */
export const sandboxClockServiceFactory = createServiceFactory({
  service: sluiceClockServiceRef,
  deps: { clock: movableClockServiceRef },
  factory: ({ clock }) => clock,
});

/**
 * Moves the clock of the demo on, for anyone who is signed in: personas have no
 * passwords, so nobody in it has more to lose than anybody else.
 */
export const sandboxClockPlugin = createBackendPlugin({
  pluginId: 'sluice-sandbox',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        clock: movableClockServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
      },
      async init({ auditor, clock, httpAuth, httpRouter }) {
        httpRouter.use(createRouter({ auditor, clock, httpAuth }));
      },
    });
  },
});
