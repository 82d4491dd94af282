export { handleKubernetesRequest } from './apiServer';
export type { KubernetesRequest, KubernetesResponse } from './apiServer';
export { KubernetesCluster } from './cluster';
export type { Subject } from './cluster';
