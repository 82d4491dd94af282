export { DatabaseObservationStore } from './DatabaseObservationStore';
export { canonicalJson, sha256 } from './digest';
export * from './documents';
export * from './ObservationStore';
