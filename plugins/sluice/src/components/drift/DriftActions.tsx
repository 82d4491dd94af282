import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Button, Flex } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQueryClient } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { planRouteRef } from '../../routes';
import { ErrorState } from '../states';
import { useAction } from '../useAction';
import { IgnoreDialog } from './IgnoreDialog';
import styles from './drift.module.css';

/** What the person may do about a difference; nothing where they may not. */
export function DriftActions({ item }: { item: SluiceApi.DriftItem }) {
  const { id, actions } = item;
  const api = useApi(sluiceApiRef);
  const navigate = useNavigate();
  const planRoute = useRouteRef(planRouteRef);
  const queries = useQueryClient();
  const [isIgnoring, setIgnoring] = useState(false);
  const repair = useAction({
    action: (keep: boolean) => api.repairDrift(id, { keep }),
    onSuccess: ({ id: planId }) => planRoute && navigate(planRoute({ planId })),
  });
  const watch = useAction({
    action: () => api.watchDrift(id),
    onSuccess: () => refreshDrift(queries),
  });
  if (actions.length === 0) return null;
  const may = (action: SluiceApi.DriftItem['actions'][number]) =>
    actions.includes(action);
  const error = repair.error ?? watch.error;
  return (
    <Flex direction="column" gap="3">
      <Flex gap="2" className={styles.wrap}>
        {may('repair') && (
          <Button
            isPending={repair.isPending}
            onPress={() => repair.start(false)}
          >
            {item.repair.kind === 'revoke'
              ? 'Plan to revoke it'
              : 'Plan the repair'}
          </Button>
        )}
        {may('keep') && (
          <Button
            variant="secondary"
            isDisabled={repair.isPending}
            onPress={() => repair.start(true)}
          >
            Plan to keep it
          </Button>
        )}
        {may('ignore') && (
          <Button variant="secondary" onPress={() => setIgnoring(true)}>
            Ignore for a time
          </Button>
        )}
        {may('watch') && (
          <Button
            variant="secondary"
            isPending={watch.isPending}
            onPress={() => watch.start()}
          >
            Watch again
          </Button>
        )}
      </Flex>
      {error && <ErrorState error={error} action="change" what="it" />}
      {isIgnoring && (
        <IgnoreDialog item={item} onClose={() => setIgnoring(false)} />
      )}
    </Flex>
  );
}

/** Has everything that shows differences ask anew. */
export function refreshDrift(queries: ReturnType<typeof useQueryClient>) {
  return Promise.all(
    ['drift', 'drift-item'].map(key =>
      queries.invalidateQueries({ queryKey: [key] }),
    ),
  );
}
