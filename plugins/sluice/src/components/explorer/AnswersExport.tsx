import { useApi } from '@backstage/frontend-plugin-api';
import { type SluiceApi, sluiceApiRef } from '../../api';
import { DATA_FORMATS, ExportButtons } from '../download';

/** All answers as a file, not only those on the screen. */
export function AnswersExport({
  query,
}: {
  query: Omit<Parameters<SluiceApi['exportAnswers']>[0], 'format'>;
}) {
  const api = useApi(sluiceApiRef);
  return (
    <ExportButtons
      what="the answers"
      formats={DATA_FORMATS}
      getFile={format => api.exportAnswers({ ...query, format })}
    />
  );
}
