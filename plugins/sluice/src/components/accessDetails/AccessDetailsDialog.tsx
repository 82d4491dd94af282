import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { Dialog, DialogBody, DialogHeader, Flex } from '@backstage/ui';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { RequestAccessButton, RequestAccessDialog } from '../requestAccess';
import { RequestsBehind } from '../requests/RequestsBehind';
import { ErrorState, LoadingState } from '../states';
import { AccessDetails } from './AccessDetails';

export interface AccessDetailsDialogProps {
  /** Entity ref of the team. */
  team: string;
  /** Entity ref of the table. */
  table: string;
  onClose: () => void;
}

/** The reasons behind a cell, over the matrix, and the way to ask for more. */
export function AccessDetailsDialog({
  team,
  table,
  onClose,
}: AccessDetailsDialogProps) {
  const api = useApi(sluiceApiRef);
  const { data, error, refetch } = useQuery({
    queryKey: ['effective-access', team, table],
    queryFn: () => api.getEffectiveAccess({ team, table }),
  });
  const [isAsking, setAsking] = useState(false);
  const teamName = data?.team.title ?? nameOf(team);
  const tableName = data?.table.tableName ?? nameOf(table);
  if (isAsking) {
    return (
      <RequestAccessDialog
        asked={{ kind: 'new', team, tables: [table] }}
        onClose={() => setAsking(false)}
      />
    );
  }
  return (
    <Dialog
      isOpen
      isDismissable
      width={860}
      onOpenChange={isOpen => {
        if (!isOpen) onClose();
      }}
    >
      <DialogHeader>
        What {teamName} reads of {tableName}
      </DialogHeader>
      <DialogBody>
        {error && (
          <ErrorState
            error={error}
            what={`the access of ${teamName} to ${tableName}`}
            onRetry={() => refetch()}
          />
        )}
        {!error && !data && <LoadingState what="the reasons" />}
        {data && (
          <Flex direction="column" gap="5">
            <AccessDetails access={data} />
            <RequestsBehind team={team} table={table} />
            <RequestAccessButton
              team={team}
              tables={[table]}
              onPress={() => setAsking(true)}
            />
          </Flex>
        )}
      </DialogBody>
    </Dialog>
  );
}

/** A name to go by until the answer is here; the URL may hold anything. */
function nameOf(entityRef: string): string {
  try {
    return parseEntityRef(entityRef).name;
  } catch {
    return entityRef;
  }
}
