export type { Caller } from './Caller';
export { createRequests, startRequests } from './createRequests';
export type { Requests } from './createRequests';
export { readPlatformEngineers, readRequestPolicy } from './readRequestPolicy';
export { RequestStore } from './RequestStore';
export type {
  RecordedChange,
  RequestChange,
  RequestFilter,
} from './RequestStore';
