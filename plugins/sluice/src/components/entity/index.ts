export { AccessGrantContent } from './AccessGrantContent';
export { DataProductAccessContent } from './DataProductAccessContent';
export { DataProductOverviewCard } from './DataProductOverviewCard';
export { DataProductTablesContent } from './DataProductTablesContent';
export { TableContent } from './TableContent';
export { TeamAccessContent } from './TeamAccessContent';
export { TeamReadinessContent } from './TeamReadinessContent';
