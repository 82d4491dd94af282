import { useApi } from '@backstage/frontend-plugin-api';
import { sluiceApiRef } from '../../api';
import { ExportButtons } from '../download';

const FORMATS = [
  ['terraform', 'Terraform'],
  ['shell', 'Shell script'],
  ['json', 'JSON'],
] as const;

/** The plan as a file, for people who apply it by other means. */
export function PlanExport({ planId }: { planId: string }) {
  const api = useApi(sluiceApiRef);
  return (
    <ExportButtons
      what="the plan"
      formats={FORMATS}
      getFile={async format => {
        const { filename, content } = await api.exportPlan(planId, format);
        return { fileName: filename, content };
      }}
    />
  );
}
