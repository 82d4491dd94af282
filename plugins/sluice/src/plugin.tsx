import {
  ApiBlueprint,
  createFrontendPlugin,
  createRouteRef,
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
  RiDatabase2Line,
  RiGridLine,
  RiShieldKeyholeLine,
} from '@remixicon/react';
import { SluiceClient, sluiceApiRef } from './api';

const rootRouteRef = createRouteRef();

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

const accountsPage = SubPageBlueprint.make({
  name: 'accounts',
  params: {
    path: 'accounts',
    title: 'Accounts',
    loader: async () => {
      const { Page } = await import('./components/Page');
      const { AccountsPage } = await import('./components/accounts');
      return (
        <Page>
          <AccountsPage />
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
  routes: { root: rootRouteRef },
  extensions: [
    sluiceApi,
    page,
    dataProductsPage,
    accessMatrixPage,
    accountsPage,
    dataProductOverviewCard,
    dataProductAccessContent,
    dataProductTablesContent,
    accessGrantContent,
    teamAccessContent,
    tableContent,
  ],
});
