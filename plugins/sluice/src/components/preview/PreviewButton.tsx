import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { PreviewDialog } from './PreviewDialog';

/** Opens a preview; there only for members of the team, since nobody else may. */
export function PreviewButton({
  team,
  table,
  title,
}: {
  /** Entity refs. */
  team: string;
  table: string;
  /** What is previewed, in words. */
  title: string;
}) {
  const api = useApi(sluiceApiRef);
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery({
    queryKey: ['my-access'],
    queryFn: () => api.getMyAccess(),
  });
  const isMember = data?.teams.some(({ entityRef }) => entityRef === team);
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
