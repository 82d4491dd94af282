export { catalogNameOf } from './catalogs';
export { checkJobRequest, type JobRequestFacts } from './checkJobRequest';
export { jobCost } from './jobCost';
export { checkResources } from './resources';
export { checkScript } from './script';
export { scriptKey } from './scriptKey';
export { startJobRunRequest } from './startJobRunRequest';
export * from './types';
