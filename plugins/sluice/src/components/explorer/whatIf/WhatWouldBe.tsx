import { useApi } from '@backstage/frontend-plugin-api';
import { Flex } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../../api';
import { Section } from '../../entity/Section';
import { Consequences } from '../../plan/Consequences';
import { ErrorState, LoadingState } from '../../states';
import { Comparison } from './Comparison';

/** What would come of changes: for one question, and for everybody. */
export function WhatWouldBe({
  request,
  of,
}: {
  request: SluiceApi.AskWhatIfRequest;
  of: 'principals' | 'tables';
}) {
  const api = useApi(sluiceApiRef);
  const { data, error, refetch } = useQuery({
    queryKey: ['what-if', request],
    queryFn: () => api.askWhatIf(request),
  });
  if (error) {
    return (
      <ErrorState
        error={error}
        what="what would be"
        onRetry={() => refetch()}
      />
    );
  }
  if (!data) return <LoadingState what="what would be" />;
  return (
    <Flex direction="column" gap="4">
      <Section title="Now, and then">
        <Comparison before={data.before} after={data.after} of={of} />
      </Section>
      <Section
        title="Who would read more or less"
        note="Of all tables that the changes touch, as far as you may see."
      >
        <Consequences consequences={data.consequences} />
      </Section>
    </Flex>
  );
}
