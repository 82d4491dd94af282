import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, TextField } from '@backstage/ui';
import { REQUEST_LIMITS } from '@sluice/plugin-sluice-common';
import { useQueryClient } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { PersonPicker } from '../catalog';
import { DateTimeField } from '../dateTime';
import { ErrorState } from '../states';
import { useAction } from '../useAction';
import styles from './standIns.module.css';

/** Hands the person's own decisions over for a time. */
export function StandInForm({
  userEntityRef,
}: {
  /** Of the person, who cannot stand in for themselves. */
  userEntityRef: string;
}) {
  const api = useApi(sluiceApiRef);
  const queries = useQueryClient();
  const [round, setRound] = useState(0);
  const [to, setTo] = useState<string>();
  const [startsAt, setStartsAt] = useState('');
  const [endsAt, setEndsAt] = useState('');
  const [reason, setReason] = useState('');
  const create = useAction({
    action: () =>
      api.createDelegation({
        to: to!,
        startsAt: startsAt || new Date().toISOString(),
        endsAt,
        ...(reason.trim() && { reason: reason.trim() }),
      }),
    onSuccess: () => {
      setRound(round + 1);
      setTo(undefined);
      setStartsAt('');
      setEndsAt('');
      setReason('');
      return queries.invalidateQueries({ queryKey: ['delegations'] });
    },
  });
  return (
    <Flex direction="column" gap="4">
      <PersonPicker
        key={round}
        label="Who"
        except={userEntityRef}
        onChange={setTo}
      />
      <Flex gap="4" className={styles.wrap}>
        <DateTimeField
          label="From"
          description="At once when it is empty."
          value={startsAt}
          onChange={setStartsAt}
        />
        <DateTimeField
          label="Until"
          description="Within a year."
          isRequired
          value={endsAt}
          onChange={setEndsAt}
        />
      </Flex>
      <TextField
        label="Reason"
        description="The person who stands in reads it."
        maxLength={REQUEST_LIMITS.reason}
        value={reason}
        onChange={setReason}
      />
      {create.error && (
        <ErrorState error={create.error} action="save" what="the stand-in" />
      )}
      <div>
        <Button
          isPending={create.isPending}
          isDisabled={!to || !endsAt}
          onPress={() => create.start()}
        >
          Let them stand in
        </Button>
      </div>
    </Flex>
  );
}
