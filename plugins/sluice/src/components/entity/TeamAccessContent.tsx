import { useState } from 'react';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink, useEntity } from '@backstage/plugin-catalog-react';
import { Alert, Flex, Link } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { requestsRouteRef } from '../../routes';
import { AccessDetailsDialog } from '../accessDetails';
import { ExplorerLink } from '../explorer/ExplorerLink';
import { QueryProvider } from '../QueryProvider';
import { EmptyState, ErrorState, LoadingState } from '../states';
import { timeText } from '../time';
import { AccessList } from './AccessList';
import { cellOf } from './cellOf';
import { Section } from './Section';

/** All that a team can read. */
export function TeamAccessContent() {
  const { entity } = useEntity();
  return (
    <QueryProvider>
      <TeamAccess teamRef={stringifyEntityRef(entity)} />
    </QueryProvider>
  );
}

function TeamAccess({ teamRef }: { teamRef: string }) {
  const api = useApi(sluiceApiRef);
  const requestsRoute = useRouteRef(requestsRouteRef);
  const [open, setOpen] = useState<SluiceApi.MatrixCell>();
  const { data, error, refetch } = useQuery({
    queryKey: ['team-access', teamRef],
    queryFn: () => api.getTeamAccess(teamRef),
  });
  if (error) {
    return (
      <ErrorState
        error={error}
        what="what this team can read"
        onRetry={() => refetch()}
      />
    );
  }
  if (!data) return <LoadingState what="what this team can read" />;
  return (
    <Flex direction="column" gap="4">
      {data.stale && (
        <Alert
          status="warning"
          icon
          title="What is shown may be out of date"
          description="Some account was not read for too long, so access that depends on it is shown as unknown."
        />
      )}
      <Section
        title="What this team can read"
        note={
          data.observedAt &&
          `As Lake Formation held it at ${timeText(data.observedAt)}`
        }
      >
        {data.items.length === 0 ? (
          <NothingReadable team={data.team} />
        ) : (
          <AccessList
            label="What this team can read"
            subjectTitle="Table"
            items={data.items.map(access => ({
              subject: (
                <EntityRefLink
                  entityRef={access.tableEntityRef}
                  title={`${access.table.databaseName}.${access.table.tableName}`}
                  hideIcon
                />
              ),
              cell: cellOf(access),
            }))}
            onOpen={setOpen}
          />
        )}
      </Section>
      <Link
        href={
          requestsRoute &&
          `${requestsRoute()}?${new URLSearchParams({
            list: 'all',
            team: teamRef,
          })}`
        }
      >
        Requests of this team
      </Link>
      <ExplorerLink question="what" team={teamRef}>
        What can this team see, by any way?
      </ExplorerLink>
      {open && (
        <AccessDetailsDialog
          team={open.team}
          table={open.table}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Flex>
  );
}

function NothingReadable({ team }: { team: SluiceApi.MatrixTeam }) {
  return team.onboarded ? (
    <EmptyState title="This team can read nothing yet">
      No table is shared with its job execution role. Find a data product and
      ask its owner.
    </EmptyState>
  ) : (
    <EmptyState title="This team is not onboarded">
      It has no job execution role, so it can read nothing. Platform engineering
      onboards teams.
    </EmptyState>
  );
}
