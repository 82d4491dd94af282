export { EmptyState } from './EmptyState';
export { ErrorState } from './ErrorState';
export { LoadingState } from './LoadingState';
export { isConflict, isNotFound, isRefusal, reasonOf } from './errors';
