export { sluiceApiRef } from './SluiceApi';
export type {
  AttestationQuery,
  JobRunQuery,
  DriftQuery,
  HistoryQuery,
  PlanExportFormat,
  RequestQuery,
  SluiceApi,
} from './SluiceApi';
export { SluiceClient } from './SluiceClient';
