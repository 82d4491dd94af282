import { createBackend } from '@backstage/backend-defaults';
import { sandboxFeatureLoader } from '@sluice/plugin-sluice-backend-module-sandbox';

const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-oidc-provider'));

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('@sluice/plugin-catalog-backend-module-sluice'));

backend.add(import('@backstage/plugin-events-backend'));

backend.add(import('@backstage/plugin-permission-backend'));
backend.add(import('@sluice/plugin-permission-backend-module-sluice'));

backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(import('@sluice/plugin-scaffolder-backend-module-sluice'));

backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('@backstage/plugin-search-backend-module-pg'));

backend.add(import('@backstage/plugin-user-settings-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-signals-backend'));

backend.add(import('@sluice/plugin-sluice-backend'));

// Adds nothing unless `sluice.sandbox.enabled` is set.
backend.add(sandboxFeatureLoader);

backend.start();
