import { useParams } from 'react-router-dom';
import { useApi } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { Flex, Text } from '@backstage/ui';
import {
  type SluiceApi,
  sluiceChangeApplyPermission,
} from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { Section } from '../entity/Section';
import { PlanView } from '../plan';
import { ErrorState, LoadingState } from '../states';
import { timeText } from '../time';
import { ApplyForm } from './ApplyForm';
import { PlanExport } from './PlanExport';
import { Person } from './Person';
import { useSetUpRules } from './useSetUpRules';
import styles from './changes.module.css';

/** A plan: what would be done, before anything is done. */
export function PlanPage() {
  const { planId = '' } = useParams();
  const api = useApi(sluiceApiRef);
  const { data, error, refetch } = useQuery({
    queryKey: ['plan', planId],
    queryFn: () => api.getPlan(planId),
    // A plan never changes once it was made.
    staleTime: Infinity,
  });
  if (data) return <Plan key={data.id} plan={data} />;
  return error ? (
    <ErrorState error={error} what="the plan" onRetry={() => refetch()} />
  ) : (
    <LoadingState what="the plan" />
  );
}

function Plan({ plan }: { plan: SluiceApi.Plan }) {
  const mayApply = usePermission({ permission: sluiceChangeApplyPermission });
  const rules = useSetUpRules(plan);
  return (
    <Flex direction="column" gap="5">
      <Flex align="start" justify="between" gap="4" className={styles.header}>
        <div className={styles.heading}>
          <Text as="h2" variant="title-small">
            {plan.title}
          </Text>
          <Text variant="body-small" color="secondary" as="div">
            Planned by <Person entityRef={plan.createdBy} /> at{' '}
            {timeText(plan.createdAt)}. Nothing has been changed.
          </Text>
        </div>
        <PlanExport planId={plan.id} />
      </Flex>
      <PlanView plan={plan} rules={rules} />
      {mayApply.allowed && (
        <Section title="Apply">
          <ApplyForm plan={plan} />
        </Section>
      )}
    </Flex>
  );
}
