import { SandboxService } from '../../core';
import { jobRunOperations } from './jobRuns';
import { securityConfigurationOperations } from './securityConfigurations';
import { virtualClusterOperations } from './virtualClusters';

export { JobRunner, setJobRunner } from './runner';
export type { JobRunOptions } from './runner';

/** EMR on EKS: security configurations, virtual clusters, job runs. */
export const emrContainersService: SandboxService = {
  id: 'EMRContainers',
  operations: {
    ...securityConfigurationOperations,
    ...virtualClusterOperations,
    ...jobRunOperations,
  },
};
