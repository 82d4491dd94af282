import { useParams } from 'react-router-dom';
import { useApi } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { Section } from '../entity/Section';
import { ErrorState, LoadingState } from '../states';
import { AfterEnd } from './AfterEnd';
import { AgreementFacts } from './AgreementFacts';
import { ApprovalSteps } from './ApprovalSteps';
import { FulfilmentFacts } from './FulfilmentFacts';
import { FulfilmentFailure } from './FulfilmentFailure';
import { RequestActions } from './RequestActions';
import { RequestConsequences } from './RequestConsequences';
import { RequestTerms } from './RequestTerms';
import { Timeline } from './Timeline';
import { isUnderWay, PhaseBadge, PHASES } from './requestPhase';
import { titleOf } from './requestText';
import { useRequestUpdates } from './useRequestUpdates';
import styles from './requests.module.css';

/** How often to look while something is under way, in milliseconds. */
const POLL_MS = 2_000;

/** Phases in which what a request comes to is still ahead. */
const BEFORE_ACCESS: SluiceApi.RequestPhase[] = [
  'draft',
  'pending',
  'approved',
  'applying',
];

/** A request: what people agreed on, what came of it, and what happened. */
export function RequestPage() {
  useRequestUpdates();
  const { requestId = '' } = useParams();
  const api = useApi(sluiceApiRef);
  const { data, error, refetch } = useQuery({
    queryKey: ['request', requestId],
    queryFn: () => api.getRequest(requestId),
    refetchInterval: ({ state }) =>
      state.data && isUnderWay(state.data.summary) ? POLL_MS : false,
  });
  if (!data) {
    return error ? (
      <ErrorState error={error} what="the request" onRetry={() => refetch()} />
    ) : (
      <LoadingState what="the request" />
    );
  }
  return (
    <Flex direction="column" gap="5">
      {error && <ErrorState error={error} what="the latest of the request" />}
      <Request key={requestId} request={data} />
    </Flex>
  );
}

function Request({ request }: { request: SluiceApi.AccessRequest }) {
  const { summary, agreement, fulfilment, history } = request;
  return (
    <>
      <div className={styles.heading}>
        <Text as="h2" variant="title-small">
          {titleOf(summary)}
        </Text>
        <span className={styles.stepTitle} role="status">
          <PhaseBadge phase={summary.phase} />
          <Text color="secondary">{PHASES[summary.phase].meaning}</Text>
        </span>
      </div>
      <RequestActions request={request} />
      <FulfilmentFailure request={request} />
      <AfterEnd request={request} />
      <div className={styles.sides}>
        <Section title="Agreement" note="What people decided">
          <AgreementFacts request={request} />
        </Section>
        <Section title="Fulfilment" note="What Lake Formation holds of it">
          <FulfilmentFacts fulfilment={fulfilment} />
        </Section>
      </div>
      <Section title="What is asked for">
        <RequestTerms request={request} />
      </Section>
      <Section title="Approval">
        <ApprovalSteps agreement={agreement} />
      </Section>
      {BEFORE_ACCESS.includes(summary.phase) && (
        <Section title="What it comes to">
          <RequestConsequences request={summary} />
        </Section>
      )}
      <Section title="History">
        <Timeline history={history} />
      </Section>
    </>
  );
}
