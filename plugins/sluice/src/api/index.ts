export { sluiceApiRef } from './SluiceApi';
export type {
  HistoryQuery,
  PlanExportFormat,
  RequestQuery,
  SluiceApi,
} from './SluiceApi';
export { SluiceClient } from './SluiceClient';
