import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import {
  RiCloudLine,
  RiDatabase2Line,
  RiGitPullRequestLine,
  RiGridLine,
  RiHistoryLine,
  RiInboxLine,
  RiKeyLine,
  RiShieldKeyholeLine,
  RiTodoLine,
} from '@remixicon/react';
import { SluiceClient, sluiceApiRef } from './api';
import {
  accountRouteRef,
  accountsRouteRef,
  changeRouteRef,
  changesRouteRef,
  historyRouteRef,
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

const page = PageBlueprint.make({
  params: {
    path: '/sluice',
    title: 'Data access',
    icon: <RiShieldKeyholeLine />,
    routeRef: rootRouteRef,
  },
});

const dataProductsPage = SubPageBlueprint.make({
  name: 'data-products',
  params: {
    path: 'data-products',
    title: 'Data products',
    icon: <RiDatabase2Line />,
    loader: async () => {
      const { Page } = await import('./components/Page');
      const { DataProductsPage } = await import('./components/dataProducts');
      return (
        <Page>
          <DataProductsPage />
        </Page>
      );
    },
  },
});

const accessMatrixPage = SubPageBlueprint.make({
  name: 'access-matrix',
  params: {
    path: 'access-matrix',
    title: 'Access matrix',
    icon: <RiGridLine />,
    loader: async () => {
      const { Page } = await import('./components/Page');
      const { AccessMatrix } = await import('./components/accessMatrix');
      return (
        <Page>
          <AccessMatrix />
        </Page>
      );
    },
  },
});

const requestsPage = SubPageBlueprint.make({
  name: 'requests',
  params: {
    path: 'requests',
    title: 'Requests',
    icon: <RiInboxLine />,
    routeRef: requestsRouteRef,
    loader: async () => {
      const { Page } = await import('./components/Page');
      const { RequestsRoutes } = await import('./components/requests');
      return (
        <Page>
          <RequestsRoutes />
        </Page>
      );
    },
  },
});

const myAccessPage = SubPageBlueprint.make({
  name: 'my-access',
  params: {
    path: 'my-access',
    title: 'My access',
    icon: <RiKeyLine />,
    routeRef: myAccessRouteRef,
    loader: async () => {
      const { Page } = await import('./components/Page');
      const { MyAccessPage } = await import('./components/myAccess');
      return (
        <Page>
          <MyAccessPage />
        </Page>
      );
    },
  },
});

const reviewsPage = SubPageBlueprint.make({
  name: 'reviews',
  params: {
    path: 'reviews',
    title: 'Reviews',
    icon: <RiTodoLine />,
    routeRef: reviewsRouteRef,
    loader: async () => {
      const { Page } = await import('./components/Page');
      const { ReviewsRoutes } = await import('./components/reviews');
      return (
        <Page>
          <ReviewsRoutes />
        </Page>
      );
    },
  },
});

const historyPage = SubPageBlueprint.make({
  name: 'history',
  params: {
    path: 'history',
    title: 'History',
    icon: <RiHistoryLine />,
    routeRef: historyRouteRef,
    loader: async () => {
      const { Page } = await import('./components/Page');
      const { HistoryPage } = await import('./components/history');
      return (
        <Page>
          <HistoryPage />
        </Page>
      );
    },
  },
});

const changesPage = SubPageBlueprint.make({
  name: 'changes',
  params: {
    path: 'changes',
    title: 'Changes',
    icon: <RiGitPullRequestLine />,
    routeRef: changesRouteRef,
    loader: async () => {
      const { Page } = await import('./components/Page');
      const { ChangesRoutes } = await import('./components/changes');
      return (
        <Page>
          <ChangesRoutes />
        </Page>
      );
    },
  },
});

const planLinkPage = PageBlueprint.make({
  name: 'plan-link',
  params: {
    path: '/sluice/plans/:planId',
    noHeader: true,
    loader: async () => {
      const { PlanLink } = await import('./components/changes');
      return <PlanLink />;
    },
  },
});

const requestAccessPage = PageBlueprint.make({
  name: 'request-access',
  params: {
    path: '/sluice/request-access',
    routeRef: requestAccessRouteRef,
    noHeader: true,
    loader: async () => {
      const { Page } = await import('./components/Page');
      const { RequestAccessPage } = await import('./components/requestAccess');
      return (
        <Page>
          <RequestAccessPage />
        </Page>
      );
    },
  },
});

const accountsPage = SubPageBlueprint.make({
  name: 'accounts',
  params: {
    path: 'accounts',
    title: 'Accounts',
    icon: <RiCloudLine />,
    routeRef: accountsRouteRef,
    loader: async () => {
      const { Page } = await import('./components/Page');
      const { AccountsRoutes } = await import('./components/accounts');
      return (
        <Page>
          <AccountsRoutes />
        </Page>
      );
    },
  },
});

const dataProductOverviewCard = EntityCardBlueprint.make({
  name: 'data-product',
  params: {
    filter: { kind: 'DataProduct' },
    type: 'content',
    loader: () =>
      import('./components/entity').then(({ DataProductOverviewCard }) => (
        <DataProductOverviewCard />
      )),
  },
});

const dataProductAccessContent = EntityContentBlueprint.make({
  name: 'data-product-access',
  params: {
    path: '/access',
    title: 'Access',
    filter: { kind: 'DataProduct' },
    loader: () =>
      import('./components/entity').then(({ DataProductAccessContent }) => (
        <DataProductAccessContent />
      )),
  },
});

const dataProductTablesContent = EntityContentBlueprint.make({
  name: 'data-product-tables',
  params: {
    path: '/tables',
    title: 'Tables',
    filter: { kind: 'DataProduct' },
    loader: () =>
      import('./components/entity').then(({ DataProductTablesContent }) => (
        <DataProductTablesContent />
      )),
  },
});

const dataProductHistoryContent = EntityContentBlueprint.make({
  name: 'data-product-history',
  params: {
    path: '/history',
    title: 'History',
    filter: { kind: 'DataProduct' },
    loader: () =>
      import('./components/history').then(({ DataProductHistoryContent }) => (
        <DataProductHistoryContent />
      )),
  },
});

const teamHistoryContent = EntityContentBlueprint.make({
  name: 'team-history',
  params: {
    path: '/history',
    title: 'History',
    filter: { kind: 'Group', 'spec.type': 'team' },
    loader: () =>
      import('./components/history').then(({ TeamHistoryContent }) => (
        <TeamHistoryContent />
      )),
  },
});

const accessGrantContent = EntityContentBlueprint.make({
  name: 'access-grant',
  params: {
    path: '/access',
    title: 'Access',
    filter: { kind: 'AccessGrant' },
    loader: () =>
      import('./components/entity').then(({ AccessGrantContent }) => (
        <AccessGrantContent />
      )),
  },
});

const teamAccessContent = EntityContentBlueprint.make({
  name: 'team-access',
  params: {
    path: '/data-access',
    title: 'Data access',
    filter: { kind: 'Group', 'spec.type': 'team' },
    loader: () =>
      import('./components/entity').then(({ TeamAccessContent }) => (
        <TeamAccessContent />
      )),
  },
});

const teamReadinessContent = EntityContentBlueprint.make({
  name: 'team-readiness',
  params: {
    path: '/readiness',
    title: 'Readiness',
    filter: { kind: 'Group', 'spec.type': 'team' },
    loader: () =>
      import('./components/entity').then(({ TeamReadinessContent }) => (
        <TeamReadinessContent />
      )),
  },
});

const tableContent = EntityContentBlueprint.make({
  name: 'table',
  params: {
    path: '/table',
    title: 'Table',
    filter: { kind: 'Resource', 'spec.type': 'iceberg-table' },
    loader: () =>
      import('./components/entity').then(({ TableContent }) => (
        <TableContent />
      )),
  },
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
    requests: requestsRouteRef,
    request: requestRouteRef,
    myAccess: myAccessRouteRef,
    requestAccess: requestAccessRouteRef,
    reviews: reviewsRouteRef,
    review: reviewRouteRef,
    history: historyRouteRef,
    changes: changesRouteRef,
    change: changeRouteRef,
    plan: planRouteRef,
    accounts: accountsRouteRef,
    account: accountRouteRef,
  },
  extensions: [
    sluiceApi,
    page,
    dataProductsPage,
    accessMatrixPage,
    myAccessPage,
    requestsPage,
    reviewsPage,
    historyPage,
    changesPage,
    planLinkPage,
    requestAccessPage,
    accountsPage,
    dataProductOverviewCard,
    dataProductAccessContent,
    dataProductTablesContent,
    dataProductHistoryContent,
    accessGrantContent,
    teamAccessContent,
    teamReadinessContent,
    teamHistoryContent,
    tableContent,
    ...scaffolderFields,
  ],
});
