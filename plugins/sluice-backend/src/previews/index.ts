export { PreviewService, type Sight } from './PreviewService';
export { readPreviewConfig, type PreviewConfig } from './readPreviewConfig';
export { TeamQueries } from './TeamQueries';
