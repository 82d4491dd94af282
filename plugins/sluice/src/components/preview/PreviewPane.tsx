import { Flex } from '@backstage/ui';
import { ErrorState, LoadingState } from '../states';
import type { ComparedView } from './compareViews';
import { PreviewEstimate } from './PreviewEstimate';
import { PreviewRows } from './PreviewRows';
import type { usePreview } from './usePreview';

/** What one team sees: what that costs, and then the rows. */
export function PreviewPane({
  view: { estimate, preview, isAsked },
  label = 'Rows',
  compared,
}: {
  view: ReturnType<typeof usePreview>;
  /** Name of the table of rows. */
  label?: string;
  compared?: ComparedView;
}) {
  return (
    <Flex direction="column" gap="4">
      {estimate.error && (
        <ErrorState error={estimate.error} what="the preview" />
      )}
      {!estimate.data && !estimate.error && (
        <LoadingState what="what it would cost" rows={2} />
      )}
      {estimate.data && <PreviewEstimate estimate={estimate.data} />}
      {isAsked && preview.isFetching && <LoadingState what="the rows" />}
      {preview.error && (
        <ErrorState
          error={preview.error}
          what="the rows"
          onRetry={() => preview.refetch()}
        />
      )}
      {preview.data && (
        <PreviewRows preview={preview.data} label={label} compared={compared} />
      )}
    </Flex>
  );
}
