import { useParams } from 'react-router-dom';
import { useApi } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { Flex } from '@backstage/ui';
import {
  type SluiceApi,
  sluiceChangeApplyPermission,
} from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { Section } from '../entity/Section';
import { PlanView } from '../plan';
import { ErrorState, LoadingState } from '../states';
import { ChangeActions } from './ChangeActions';
import { ChangeFacts } from './ChangeFacts';
import { ChangeHeader } from './ChangeHeader';
import { ChangeState } from './ChangeState';
import { isUnderWay } from './changeStatus';
import { Journal } from './Journal';
import { useSetUpRules } from './useSetUpRules';

/** How often to look while the change is under way, in milliseconds. */
const POLL_MS = 1_000;

/** A change as it is now; all of it comes from the backend, so a reload loses nothing. */
export function ChangePage() {
  const { changeId = '' } = useParams();
  const api = useApi(sluiceApiRef);
  const { data, error, refetch } = useQuery({
    queryKey: ['change', changeId],
    queryFn: () => api.getChange(changeId),
    refetchInterval: ({ state }) =>
      state.data && isUnderWay(state.data.summary.status) ? POLL_MS : false,
  });
  if (!data) {
    return error ? (
      <ErrorState error={error} what="the change" onRetry={() => refetch()} />
    ) : (
      <LoadingState what="the change" />
    );
  }
  return (
    <Flex direction="column" gap="5">
      {error && <ErrorState error={error} what="the latest of the change" />}
      <Change change={data} />
    </Flex>
  );
}

function Change({ change }: { change: SluiceApi.Change }) {
  const { summary, plan, steps, journal } = change;
  const mayApply = usePermission({ permission: sluiceChangeApplyPermission });
  const rules = useSetUpRules(plan);
  return (
    <>
      <ChangeHeader summary={summary} />
      {mayApply.allowed && <ChangeActions summary={summary} />}
      <ChangeState change={change} />
      <Section title="Change">
        <ChangeFacts summary={summary} />
      </Section>
      <PlanView plan={plan} progress={steps} rules={rules} />
      <Section title="Journal">
        <Journal journal={journal} plan={plan} />
      </Section>
    </>
  );
}
