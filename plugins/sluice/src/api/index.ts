export { sluiceApiRef } from './SluiceApi';
export type {
  DriftQuery,
  HistoryQuery,
  PlanExportFormat,
  RequestQuery,
  SluiceApi,
} from './SluiceApi';
export { SluiceClient } from './SluiceClient';
