export { JobsRoutes } from './JobsRoutes';
export { TeamJobsContent } from './TeamJobsContent';
