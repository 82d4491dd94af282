export { sluiceApiRef } from './SluiceApi';
export type { PlanExportFormat, SluiceApi } from './SluiceApi';
export { SluiceClient } from './SluiceClient';
