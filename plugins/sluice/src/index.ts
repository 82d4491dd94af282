/**
 * The frontend of Sluice: data products, who may read them, and why.
 *
 * @packageDocumentation
 */
export { default } from './plugin';
export { sluiceApiRef } from './api';
export type { PlanExportFormat, SluiceApi } from './api';
