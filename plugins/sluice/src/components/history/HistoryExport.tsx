import { useApi } from '@backstage/frontend-plugin-api';
import { sluiceApiRef } from '../../api';
import { DATA_FORMATS, ExportButtons } from '../download';
import { HistoryFilter } from './historyFilter';

/** All that matches as a file, not only what is on the screen. */
export function HistoryExport({ filter }: { filter: HistoryFilter }) {
  const api = useApi(sluiceApiRef);
  return (
    <ExportButtons
      what="the history"
      text="Export all that matches as"
      formats={DATA_FORMATS}
      getFile={async format => {
        const { filename, content } = await api.exportHistory({
          ...filter,
          format,
        });
        return { fileName: filename, content };
      }}
    />
  );
}
