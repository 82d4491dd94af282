import { Button } from '@backstage/ui';
import type {
  HypotheticalChange,
  SluiceApi,
} from '@sluice/plugin-sluice-common';
import { useTryOut } from './useChanges';

/** Shows what would come of a remedy. Not there where it cannot be tried. */
export function TryIt({
  table,
  remedies,
  title = 'Try it',
  label,
}: {
  /** Entity ref of the table that is asked about. */
  table: string;
  remedies: SluiceApi.Remedy[];
  title?: string;
  /** For screen readers, where the title alone says too little. */
  label?: string;
}) {
  const tryOut = useTryOut();
  const changes = remedies.flatMap(remedy => remedy.changes);
  if (changes.length === 0) return null;
  return (
    <Button
      variant="secondary"
      size="small"
      aria-label={label}
      onPress={() =>
        tryOut(
          { table },
          { changes: changes as HypotheticalChange[], lacking: [] },
        )
      }
    >
      {title}
    </Button>
  );
}
