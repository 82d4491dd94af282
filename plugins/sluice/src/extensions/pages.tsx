import {
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  RiCloudLine,
  RiDatabase2Line,
  RiGitBranchLine,
  RiGitPullRequestLine,
  RiGridLine,
  RiHistoryLine,
  RiInboxLine,
  RiKeyLine,
  RiPlayCircleLine,
  RiSearchEyeLine,
  RiShieldCheckLine,
  RiShieldKeyholeLine,
  RiTodoLine,
} from '@remixicon/react';
import {
  accountsRouteRef,
  attestationsRouteRef,
  changesRouteRef,
  driftRouteRef,
  explorerRouteRef,
  historyRouteRef,
  jobsRouteRef,
  myAccessRouteRef,
  requestAccessRouteRef,
  requestsRouteRef,
  reviewsRouteRef,
  rootRouteRef,
} from '../routes';

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
      const { Page } = await import('../components/Page');
      const { DataProductsPage } = await import('../components/dataProducts');
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
      const { Page } = await import('../components/Page');
      const { MatrixPage } = await import('../components/stages');
      return (
        <Page>
          <MatrixPage />
        </Page>
      );
    },
  },
});

const explorerPage = SubPageBlueprint.make({
  name: 'explorer',
  params: {
    path: 'explorer',
    title: 'Explorer',
    icon: <RiSearchEyeLine />,
    routeRef: explorerRouteRef,
    loader: async () => {
      const { Page } = await import('../components/Page');
      const { ExplorerPage } = await import('../components/explorer');
      return (
        <Page>
          <ExplorerPage />
        </Page>
      );
    },
  },
});

const driftPage = SubPageBlueprint.make({
  name: 'drift',
  params: {
    path: 'drift',
    title: 'Drift',
    icon: <RiGitBranchLine />,
    routeRef: driftRouteRef,
    loader: async () => {
      const { Page } = await import('../components/Page');
      const { DriftRoutes } = await import('../components/drift');
      return (
        <Page>
          <DriftRoutes />
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
      const { Page } = await import('../components/Page');
      const { RequestsRoutes } = await import('../components/requests');
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
      const { Page } = await import('../components/Page');
      const { MyAccessPage } = await import('../components/myAccess');
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
      const { Page } = await import('../components/Page');
      const { ReviewsRoutes } = await import('../components/reviews');
      return (
        <Page>
          <ReviewsRoutes />
        </Page>
      );
    },
  },
});

const jobsPage = SubPageBlueprint.make({
  name: 'jobs',
  params: {
    path: 'jobs',
    title: 'Jobs',
    icon: <RiPlayCircleLine />,
    routeRef: jobsRouteRef,
    loader: async () => {
      const { Page } = await import('../components/Page');
      const { JobsRoutes } = await import('../components/jobs');
      return (
        <Page>
          <JobsRoutes />
        </Page>
      );
    },
  },
});

const attestationsPage = SubPageBlueprint.make({
  name: 'attestations',
  params: {
    path: 'attestations',
    title: 'Attestations',
    icon: <RiShieldCheckLine />,
    routeRef: attestationsRouteRef,
    loader: async () => {
      const { Page } = await import('../components/Page');
      const { AttestationsRoutes } = await import('../components/attestations');
      return (
        <Page>
          <AttestationsRoutes />
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
      const { Page } = await import('../components/Page');
      const { HistoryPage } = await import('../components/history');
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
      const { Page } = await import('../components/Page');
      const { ChangesRoutes } = await import('../components/changes');
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
      const { PlanLink } = await import('../components/changes');
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
      const { Page } = await import('../components/Page');
      const { RequestAccessPage } = await import('../components/requestAccess');
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
      const { Page } = await import('../components/Page');
      const { AccountsRoutes } = await import('../components/accounts');
      return (
        <Page>
          <AccountsRoutes />
        </Page>
      );
    },
  },
});

/** The page "Data access" with its sub pages in the order of their tabs, and pages that are linked to. */
export const pages = [
  page,
  dataProductsPage,
  accessMatrixPage,
  explorerPage,
  driftPage,
  myAccessPage,
  requestsPage,
  reviewsPage,
  jobsPage,
  attestationsPage,
  historyPage,
  changesPage,
  planLinkPage,
  requestAccessPage,
  accountsPage,
];
