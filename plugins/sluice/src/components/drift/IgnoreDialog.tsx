import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Text,
  TextAreaField,
} from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQueryClient } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { DateTimeField } from '../dateTime';
import { ErrorState } from '../states';
import { useAction } from '../useAction';
import { refreshDrift } from './DriftActions';

const MAX_REASON = 1000;
const DAY_MS = 24 * 3_600_000;

const TIMES = [
  ['A week', 7],
  ['A month', 30],
  ['A quarter', 91],
] as const;

/** Says until when, and why, a difference is nobody's concern. */
export function IgnoreDialog({
  item,
  onClose,
}: {
  item: SluiceApi.DriftItem;
  onClose: () => void;
}) {
  const api = useApi(sluiceApiRef);
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const ignore = useAction({
    action: () => api.ignoreDrift(item.id, { reason: reason.trim(), until }),
    onSuccess: async () => {
      await refreshDrift(queries);
      onClose();
    },
  });
  return (
    <Dialog isOpen onOpenChange={isOpen => !isOpen && onClose()}>
      <DialogHeader>Ignore for a time</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="4">
          <Text>
            Nobody is told of it until then. It stays on record who decided
            that, and why.
          </Text>
          <TextAreaField
            label="Reason"
            isRequired
            maxLength={MAX_REASON}
            value={reason}
            onChange={setReason}
          />
          <Flex align="end" gap="2">
            <DateTimeField
              label="Until"
              isRequired
              value={until}
              onChange={setUntil}
            />
            {TIMES.map(([title, days]) => (
              <Button
                key={title}
                variant="tertiary"
                size="small"
                onPress={() =>
                  setUntil(new Date(Date.now() + days * DAY_MS).toISOString())
                }
              >
                {title}
              </Button>
            ))}
          </Flex>
          {ignore.error && (
            <ErrorState error={ignore.error} action="ignore" what="it" />
          )}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" slot="close">
          Cancel
        </Button>
        <Button
          isPending={ignore.isPending}
          isDisabled={reason.trim() === '' || until === ''}
          onPress={() => ignore.start()}
        >
          Ignore
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
