import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQueryClient } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { nameOf } from '../catalog';
import { Person } from '../changes/Person';
import { ErrorState } from '../states';
import { timeText } from '../time';
import { useAction } from '../useAction';
import styles from './standIns.module.css';

/** Who stands in for whom, from when until when, and why. */
export function StandInsList({
  label,
  delegations,
  mayEnd = false,
}: {
  label: string;
  delegations: SluiceApi.Delegation[];
  /** Only those who are away can end it. */
  mayEnd?: boolean;
}) {
  return (
    <ul className={styles.list} aria-label={label}>
      {delegations.map(delegation => (
        <li key={delegation.id} className={styles.item}>
          <div className={styles.text}>
            <Text>
              <Person entityRef={mayEnd ? delegation.to : delegation.from} />
            </Text>
            <Text variant="body-small" color="secondary">
              {timeText(delegation.startsAt)} – {timeText(delegation.endsAt)}
              {delegation.reason && ` · ${delegation.reason}`}
            </Text>
          </div>
          {mayEnd && <End delegation={delegation} />}
        </li>
      ))}
    </ul>
  );
}

function End({ delegation: { id, to } }: { delegation: SluiceApi.Delegation }) {
  const api = useApi(sluiceApiRef);
  const queries = useQueryClient();
  const end = useAction({
    action: () => api.endDelegation(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['delegations'] }),
  });
  return (
    <>
      <Button
        size="small"
        variant="secondary"
        aria-label={`End that ${nameOf(to)} stands in for you`}
        isPending={end.isPending || end.isSuccess}
        onPress={() => end.start()}
      >
        End now
      </Button>
      {end.error && (
        <div className={styles.error}>
          <ErrorState error={end.error} action="end" what="the stand-in" />
        </div>
      )}
    </>
  );
}
