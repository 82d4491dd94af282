import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Alert, Flex, Link } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { changesRouteRef } from '../../routes';
import { QueryProvider } from '../QueryProvider';
import { EmptyState, ErrorState, isNotFound, LoadingState } from '../states';
import { timeText } from '../time';
import { ReadinessTable } from './ReadinessTable';
import { Section } from './Section';

/** Whether a team has what it was declared to have. */
export function TeamReadinessContent() {
  const { entity } = useEntity();
  return (
    <QueryProvider>
      <TeamReadiness teamRef={stringifyEntityRef(entity)} />
    </QueryProvider>
  );
}

function TeamReadiness({ teamRef }: { teamRef: string }) {
  const api = useApi(sluiceApiRef);
  const what = 'whether this team is ready';
  const { data, error, refetch } = useQuery({
    queryKey: ['team-readiness', teamRef],
    queryFn: () => api.getTeamReadiness(teamRef),
  });
  if ((error && isNotFound(error)) || (data && !data.declaration)) {
    return (
      <EmptyState title="This team is not onboarded">
        Sluice was not told to set anything up for it. Platform engineering
        onboards teams from a template.
      </EmptyState>
    );
  }
  if (!data) {
    return error ? (
      <ErrorState error={error} what={what} onRetry={() => refetch()} />
    ) : (
      <LoadingState what={what} />
    );
  }
  return (
    <Section
      title="What this team was declared to have"
      note={`As it was found at ${timeText(data.checkedAt)}`}
    >
      <Flex direction="column" gap="4">
        <Summary items={data.items} />
        <ReadinessTable items={data.items} />
        <ChangesOf subject={data.subject} />
      </Flex>
    </Section>
  );
}

function Summary({ items }: { items: SluiceApi.ReadinessItem[] }) {
  const ok = items.filter(({ state }) => state === 'ok').length;
  const isReady = ok === items.length;
  return (
    <Alert
      status={isReady ? 'success' : 'warning'}
      icon
      title={`${isReady ? 'Ready' : 'Not ready'}: ${ok} of ${
        items.length
      } as wanted`}
    />
  );
}

function ChangesOf({ subject }: { subject: string }) {
  const changesRoute = useRouteRef(changesRouteRef);
  return changesRoute ? (
    <Link
      href={`${changesRoute()}?${new URLSearchParams({ subject }).toString()}`}
    >
      Changes to this team
    </Link>
  ) : null;
}
