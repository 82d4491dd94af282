export { DataProductDriftContent, TeamDriftContent } from './DriftContent';
export { DriftRoutes } from './DriftRoutes';
