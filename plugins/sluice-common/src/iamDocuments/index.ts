export * from './arns';
export * from './base36';
export * from './catalogPolicy';
export * from './dataAccessRole';
export * from './jobExecutionRole';
export * from './queryEngineRole';
export * from './serviceAccountTrust';
export { SESSION_TAG_KEY } from './sessionTag';
export * from './splitPolicy';
