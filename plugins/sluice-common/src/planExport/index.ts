export type { ExportedPlan } from './ExportedPlan';
export { exportJson } from './exportJson';
export { exportShell } from './shell/exportShell';
export { exportTerraform } from './terraform/exportTerraform';
