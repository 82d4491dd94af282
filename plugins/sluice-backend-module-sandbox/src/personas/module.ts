import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  authProvidersExtensionPoint,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import {
  createPersonaAuthenticator,
  personaSignInResolver,
} from './authenticator';
import { readPersonas } from './readPersonas';

/**
 * Sign-in as a persona of the demo, with no password: provider `sluice-demo`.
 * It does not exist unless `sluice.sandbox.enabled` is set, so that a
 * forgotten line of configuration cannot open a real installation.
 */
export const personasAuthModule = createBackendModule({
  pluginId: 'auth',
  moduleId: 'sluice-demo-provider',
  register(module) {
    module.registerInit({
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        providers: authProvidersExtensionPoint,
      },
      async init({ config, logger, providers }) {
        if (!config.getOptionalBoolean('sluice.sandbox.enabled')) return;

        const personas = readPersonas(config);
        providers.registerProvider({
          providerId: 'sluice-demo',
          factory: createProxyAuthProviderFactory({
            authenticator: createPersonaAuthenticator(personas),
            signInResolver: personaSignInResolver,
          }),
        });
        logger.warn(
          `Anyone can sign in without a password as one of ${personas.length} demo personas, since sluice.sandbox is enabled`,
        );
      },
    });
  },
});
