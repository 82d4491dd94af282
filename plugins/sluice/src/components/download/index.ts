export { ExportButtons } from './ExportButtons';
export { DATA_FORMATS } from './formats';
