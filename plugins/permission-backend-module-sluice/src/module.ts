import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { readPersonas } from './personas';
import { SluicePermissionPolicy } from './SluicePermissionPolicy';

/**
 * Makes {@link SluicePermissionPolicy} the policy of the permission plugin.
 * @public
 */
export const permissionModuleSluice = createBackendModule({
  pluginId: 'permission',
  moduleId: 'sluice-policy',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        policy: policyExtensionPoint,
      },
      async init({ config, policy }) {
        policy.setPolicy(new SluicePermissionPolicy(readPersonas(config)));
      },
    });
  },
});
