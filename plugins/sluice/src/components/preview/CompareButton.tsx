import { useState } from 'react';
import { Button } from '@backstage/ui';
import { CompareDialog } from './CompareDialog';
import { useOwnTeams } from './usePreview';

/** Opens two previews beside each other; there for members of a consumer team. */
export function CompareButton({
  table,
  team,
}: {
  /** Entity refs of what is compared first. */
  table: string;
  team?: string;
}) {
  const [isOpen, setOpen] = useState(false);
  const ownTeams = useOwnTeams() ?? [];
  if (ownTeams.length === 0) return null;
  return (
    <div>
      <Button variant="secondary" size="small" onPress={() => setOpen(true)}>
        Compare what two teams see
      </Button>
      {isOpen && (
        <CompareDialog
          table={table}
          team={team}
          ownTeams={ownTeams}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
}
