import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { RequestAccessDialog } from './RequestAccessDialog';

/** Opens the form for a new request. Not there for those who have no team that could ask. */
export function RequestAccessButton({
  tables,
  onPress,
  team,
}: {
  /** Entity refs of the tables that can be chosen at once; a single one is. */
  tables: string[];
  /** Entity ref of the team for which is asked; to be chosen when absent. */
  team?: string;
  /** Instead of opening the form here. */
  onPress?: () => void;
}) {
  const api = useApi(sluiceApiRef);
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery({
    queryKey: ['my-access'],
    queryFn: () => api.getMyAccess(),
  });
  const canAsk = data?.teams.some(
    ({ entityRef, onboarded }) => onboarded && (!team || team === entityRef),
  );
  if (!canAsk) return null;
  return (
    <div>
      <Button onPress={onPress ?? (() => setOpen(true))}>Request access</Button>
      {isOpen && (
        <RequestAccessDialog
          asked={{
            kind: 'new',
            team,
            tables: tables.length === 1 ? tables : [],
            offered: tables,
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
}
