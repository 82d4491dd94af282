import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { sluiceApiServiceRef } from '@sluice/plugin-sluice-node';
import {
  createApplyGrantAction,
  createConnectAccountAction,
  createOffboardTeamAction,
  createOnboardTeamAction,
  createPlanAction,
  createPublishProductAction,
  createRequestAccessAction,
  createRunJobAction,
} from './actions';

/** Often enough to be watched, seldom enough to be no load. */
const POLL_MS = 2000;

/**
 * Gives templates the actions of Sluice.
 * @public
 */
export const scaffolderModuleSluice = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'sluice',
  register(env) {
    env.registerInit({
      deps: {
        api: sluiceApiServiceRef,
        config: coreServices.rootConfig,
        scaffolder: scaffolderActionsExtensionPoint,
      },
      async init({ api, config, scaffolder }) {
        const options = {
          api,
          appBaseUrl: config.getOptionalString('app.baseUrl'),
          pollMs: POLL_MS,
        };
        scaffolder.addActions(
          createPlanAction(options),
          createConnectAccountAction(options),
          createPublishProductAction(options),
          createOnboardTeamAction(options),
          createApplyGrantAction(options),
          createOffboardTeamAction(options),
          createRequestAccessAction(options),
          createRunJobAction(options),
        );
      },
    });
  },
});
