import { useState } from 'react';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Flex, Link, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { requestsRouteRef } from '../../routes';
import { AccessDetailsDialog } from '../accessDetails';
import { Section } from '../entity/Section';
import { RequestsTable } from '../requests';
import { EmptyState, ErrorState, LoadingState } from '../states';
import { timeText } from '../time';
import { AgreementDialog, OpenAgreement } from './AgreementDialog';
import { TablesOfTeam } from './TablesOfTeam';
import { useTeamRequests } from './useTeamRequests';

/** One team: what it reads now and by what, and what is under way. */
export function TeamSection({ team }: { team: SluiceApi.MatrixTeam }) {
  const { entityRef, title, onboarded } = team;
  const requestsRoute = useRouteRef(requestsRouteRef);
  const { requests, error, hasMore, refetch } = useTeamRequests(entityRef);
  const [open, setOpen] = useState<OpenAgreement>();
  const underWay = requests?.filter(({ phase }) => phase !== 'active') ?? [];
  return (
    <Section
      title={title}
      note={<EntityRefLink entityRef={entityRef} title="Team" hideIcon />}
    >
      <Flex direction="column" gap="5">
        {onboarded ? (
          <ReadNow
            team={team}
            active={requests?.filter(({ phase }) => phase === 'active')}
            onOpen={setOpen}
          />
        ) : (
          <EmptyState title="This team is not onboarded">
            It has no job execution role, so it can read nothing and ask for
            nothing. Platform engineering onboards teams.
          </EmptyState>
        )}
        {error && (
          <ErrorState
            error={error}
            what={`the requests of ${title}`}
            onRetry={() => refetch()}
          />
        )}
        {underWay.length > 0 && (
          <Flex direction="column" gap="2">
            <Text as="h4" weight="bold">
              Under way
            </Text>
            <RequestsTable requests={underWay} />
          </Flex>
        )}
        <Link
          href={
            requestsRoute &&
            `${requestsRoute()}?list=all&team=${encodeURIComponent(entityRef)}`
          }
        >
          {hasMore
            ? `More requests of ${title} than are shown here`
            : `All requests of ${title}, those that are over as well`}
        </Link>
      </Flex>
      {open && (
        <AgreementDialog
          open={open}
          requests={requests ?? []}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Section>
  );
}

function ReadNow({
  team: { entityRef, title },
  active,
  onOpen,
}: {
  team: SluiceApi.MatrixTeam;
  /** Undefined until they are known. */
  active: SluiceApi.AccessRequestSummary[] | undefined;
  onOpen: (open: OpenAgreement) => void;
}) {
  const api = useApi(sluiceApiRef);
  const [why, setWhy] = useState<string>();
  const { data, error, refetch } = useQuery({
    queryKey: ['team-access', entityRef],
    queryFn: () => api.getTeamAccess(entityRef),
  });
  if (!data) {
    return error ? (
      <ErrorState
        error={error}
        what={`what ${title} reads`}
        onRetry={() => refetch()}
      />
    ) : (
      <LoadingState what={`what ${title} reads`} rows={3} />
    );
  }
  if (data.items.length === 0) {
    return (
      <EmptyState title="This team reads nothing yet">
        Find a data product and request access to it.
      </EmptyState>
    );
  }
  return (
    <Flex direction="column" gap="2">
      {data.observedAt && (
        <Text variant="body-small" color="secondary">
          As Lake Formation held it at {timeText(data.observedAt)}
        </Text>
      )}
      <TablesOfTeam
        title={title}
        items={data.items}
        active={active}
        onOpen={onOpen}
        onWhy={setWhy}
      />
      {why && (
        <AccessDetailsDialog
          team={entityRef}
          table={why}
          onClose={() => setWhy(undefined)}
        />
      )}
    </Flex>
  );
}
