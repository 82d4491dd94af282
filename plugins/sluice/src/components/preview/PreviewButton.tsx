import { useState } from 'react';
import { Button } from '@backstage/ui';
import { PreviewDialog } from './PreviewDialog';
import { Sight, useOwnTeams } from './usePreview';

/** Opens a preview; there only for members of the team, since nobody else may. */
export function PreviewButton({
  team,
  table,
  title,
}: Sight & {
  /** What is previewed, in words. */
  title: string;
}) {
  const [isOpen, setOpen] = useState(false);
  const isMember = useOwnTeams()?.some(({ entityRef }) => entityRef === team);
  if (!isMember) return null;
  return (
    <div>
      <Button variant="secondary" size="small" onPress={() => setOpen(true)}>
        Preview rows as this team
      </Button>
      {isOpen && (
        <PreviewDialog
          team={team}
          table={table}
          title={title}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
}
