import { useState } from 'react';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Dialog, DialogBody, DialogHeader, Flex, Link } from '@backstage/ui';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { historyRouteRef } from '../../routes';
import { AsOfBanner, AsOfBar } from '../asOf';
import { nameOf } from '../catalog';
import { ExplorerLink } from '../explorer/ExplorerLink';
import { CompareButton, PreviewButton } from '../preview';
import { RequestAccessButton, RequestAccessDialog } from '../requestAccess';
import { RequestsBehind } from '../requests/RequestsBehind';
import { ErrorState, LoadingState } from '../states';
import { AccessDetails } from './AccessDetails';

export interface AccessDetailsDialogProps {
  /** Entity ref of the team. */
  team: string;
  /** Entity ref of the table. */
  table: string;
  /** Which moment is looked at, where the page beneath looks at it, too. */
  asOf?: { at?: string; onChange: (at?: string) => void };
  onClose: () => void;
}

/** The reasons behind a cell, over the matrix, and the way to ask for more. */
export function AccessDetailsDialog({
  team,
  table,
  asOf,
  onClose,
}: AccessDetailsDialogProps) {
  const api = useApi(sluiceApiRef);
  const [ownAt, setOwnAt] = useState<string>();
  const { at, onChange: changeAt } = asOf ?? { at: ownAt, onChange: setOwnAt };
  const { data, error, refetch } = useQuery({
    queryKey: ['effective-access', team, table, at],
    queryFn: () => api.getEffectiveAccess({ team, table, at }),
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
        <Flex direction="column" gap="5">
          <AsOfBar key={at} at={at} onChange={changeAt} />
          {at && (
            <AsOfBanner
              at={at}
              observedAt={data?.observedAt}
              isShown={Boolean(data)}
              onBack={() => changeAt(undefined)}
            />
          )}
          {error && (
            <ErrorState
              error={error}
              what={`the access of ${teamName} to ${tableName}`}
              onRetry={() => refetch()}
            />
          )}
          {!error && !data && <LoadingState what="the reasons" />}
          {data && <AccessDetails access={data} />}
          {data && (
            <ExplorerLink question="why" team={team} table={table} at={at}>
              Explain it in the explorer
            </ExplorerLink>
          )}
          {data && at && <HistoryUntil team={team} table={table} at={at} />}
          {data && !at && (
            <>
              {(data.level === 'full' || data.level === 'partial') && (
                <Flex gap="2">
                  <PreviewButton
                    team={team}
                    table={table}
                    title={`${tableName}, as ${teamName} reads it`}
                  />
                  <CompareButton team={team} table={table} />
                </Flex>
              )}
              <RequestsBehind team={team} table={table} />
              <RequestAccessButton
                team={team}
                tables={[table]}
                onPress={() => setAsking(true)}
              />
            </>
          )}
        </Flex>
      </DialogBody>
    </Dialog>
  );
}

/** What led to what a team read then; requests of today did not. */
function HistoryUntil({
  team,
  table,
  at,
}: {
  team: string;
  table: string;
  at: string;
}) {
  const historyRoute = useRouteRef(historyRouteRef);
  const search = new URLSearchParams({ team, table, until: at });
  return (
    <Link href={historyRoute && `${historyRoute()}?${search}`}>
      What had happened to requests for it by then
    </Link>
  );
}
