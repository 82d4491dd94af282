import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';

const dataProductOverviewCard = EntityCardBlueprint.make({
  name: 'data-product',
  params: {
    filter: { kind: 'DataProduct' },
    type: 'content',
    loader: () =>
      import('../components/entity').then(({ DataProductOverviewCard }) => (
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
      import('../components/entity').then(({ DataProductAccessContent }) => (
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
      import('../components/entity').then(({ DataProductTablesContent }) => (
        <DataProductTablesContent />
      )),
  },
});

const dataProductDriftContent = EntityContentBlueprint.make({
  name: 'data-product-drift',
  params: {
    path: '/drift',
    title: 'Drift',
    filter: { kind: 'DataProduct' },
    loader: () =>
      import('../components/drift').then(({ DataProductDriftContent }) => (
        <DataProductDriftContent />
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
      import('../components/history').then(({ DataProductHistoryContent }) => (
        <DataProductHistoryContent />
      )),
  },
});

const teamDriftContent = EntityContentBlueprint.make({
  name: 'team-drift',
  params: {
    path: '/drift',
    title: 'Drift',
    filter: { kind: 'Group', 'spec.type': 'team' },
    loader: () =>
      import('../components/drift').then(({ TeamDriftContent }) => (
        <TeamDriftContent />
      )),
  },
});

const teamJobsContent = EntityContentBlueprint.make({
  name: 'team-jobs',
  params: {
    path: '/jobs',
    title: 'Jobs',
    filter: { kind: 'Group', 'spec.type': 'team' },
    loader: () =>
      import('../components/jobs').then(({ TeamJobsContent }) => (
        <TeamJobsContent />
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
      import('../components/history').then(({ TeamHistoryContent }) => (
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
      import('../components/entity').then(({ AccessGrantContent }) => (
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
      import('../components/entity').then(({ TeamAccessContent }) => (
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
      import('../components/entity').then(({ TeamReadinessContent }) => (
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
      import('../components/entity').then(({ TableContent }) => (
        <TableContent />
      )),
  },
});

/** What Sluice adds to the pages of products, tables, teams and grants. */
export const entityExtensions = [
  dataProductOverviewCard,
  dataProductAccessContent,
  dataProductTablesContent,
  dataProductDriftContent,
  dataProductHistoryContent,
  accessGrantContent,
  teamAccessContent,
  teamReadinessContent,
  teamDriftContent,
  teamJobsContent,
  teamHistoryContent,
  tableContent,
];
