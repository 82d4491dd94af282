export {
  DataProductHistoryContent,
  TeamHistoryContent,
} from './HistoryContent';
export { HistoryExport } from './HistoryExport';
export { HistoryPage } from './HistoryPage';
