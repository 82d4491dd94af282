import { Flex, Skeleton, VisuallyHidden } from '@backstage/ui';

/** Bars where rows will be. */
export function LoadingState({
  what,
  rows = 5,
}: {
  what: string;
  rows?: number;
}) {
  return (
    <div role="status" aria-busy="true">
      <VisuallyHidden>Loading {what}…</VisuallyHidden>
      <Flex direction="column" gap="3">
        {Array.from({ length: rows }, (_, i) => (
          <Skeleton key={i} width="100%" height={36} />
        ))}
      </Flex>
    </div>
  );
}
