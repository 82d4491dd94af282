import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { RiShieldKeyholeLine } from '@remixicon/react';
import { SluiceClient, sluiceApiRef } from './api';
import { entityExtensions, pages } from './extensions';
import {
  accountRouteRef,
  accountsRouteRef,
  attestationRouteRef,
  attestationsRouteRef,
  changeRouteRef,
  changesRouteRef,
  driftItemRouteRef,
  driftRouteRef,
  explorerRouteRef,
  historyRouteRef,
  jobRunRouteRef,
  jobsRouteRef,
  myAccessRouteRef,
  planRouteRef,
  requestAccessRouteRef,
  requestRouteRef,
  requestsRouteRef,
  reviewRouteRef,
  reviewsRouteRef,
  rootRouteRef,
} from './routes';
import { scaffolderFields } from './scaffolder';

const sluiceApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: sluiceApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new SluiceClient(deps),
    }),
});

/**
 * Data products, who may read them, and why.
 *
 * @public
 */
export default createFrontendPlugin({
  pluginId: 'sluice',
  title: 'Data access',
  icon: <RiShieldKeyholeLine />,
  info: { packageJson: () => import('../package.json') },
  routes: {
    root: rootRouteRef,
    explorer: explorerRouteRef,
    drift: driftRouteRef,
    driftItem: driftItemRouteRef,
    requests: requestsRouteRef,
    request: requestRouteRef,
    myAccess: myAccessRouteRef,
    requestAccess: requestAccessRouteRef,
    reviews: reviewsRouteRef,
    review: reviewRouteRef,
    jobs: jobsRouteRef,
    jobRun: jobRunRouteRef,
    attestations: attestationsRouteRef,
    attestation: attestationRouteRef,
    history: historyRouteRef,
    changes: changesRouteRef,
    change: changeRouteRef,
    plan: planRouteRef,
    accounts: accountsRouteRef,
    account: accountRouteRef,
  },
  extensions: [sluiceApi, ...pages, ...entityExtensions, ...scaffolderFields],
});
