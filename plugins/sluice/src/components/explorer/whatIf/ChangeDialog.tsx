import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Select,
} from '@backstage/ui';
import type { HypotheticalChange } from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../../api';
import { TableSelect } from '../../catalog';
import { ErrorState, LoadingState } from '../../states';
import { ChangeFields } from './ChangeFields';
import { changesOf, Draft, DRAFT_KINDS, DraftKind, EMPTY_DRAFT } from './draft';
import styles from '../explorer.module.css';

/** Writes a change that is tried out; nothing is done by it. */
export function ChangeDialog({
  table: asked,
  onAdd,
  onClose,
}: {
  /** Entity ref of the table that is asked about. */
  table: string | undefined;
  onAdd: (changes: HypotheticalChange[]) => void;
  onClose: () => void;
}) {
  const api = useApi(sluiceApiRef);
  const [table, setTable] = useState(asked);
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const { data, error, refetch } = useQuery({
    queryKey: ['table', table],
    queryFn: () => api.getTable(table!),
    enabled: table !== undefined,
  });
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const changes = data ? changesOf(draft, data) : [];
  return (
    <Dialog
      isOpen
      isDismissable
      width={640}
      onOpenChange={isOpen => {
        if (!isOpen) onClose();
      }}
    >
      <DialogHeader>What to try out</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="4">
          <Select
            label="What"
            options={Object.entries(DRAFT_KINDS).map(([id, label]) => ({
              id,
              label,
            }))}
            value={draft.kind}
            onChange={key => change({ kind: key as DraftKind })}
            className={styles.select}
          />
          <TableSelect
            value={table}
            onChange={chosen => {
              setTable(chosen);
              // Columns and permissions are those of one table.
              change({ columns: [], column: undefined, revoked: [] });
            }}
            className={styles.select}
          />
          {error && (
            <ErrorState
              error={error}
              what="the table"
              onRetry={() => refetch()}
            />
          )}
          {table && !data && !error && <LoadingState what="the table" />}
          {data && (
            <ChangeFields table={data} draft={draft} onChange={change} />
          )}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          Cancel
        </Button>
        <Button
          variant="primary"
          isDisabled={changes.length === 0}
          onPress={() => onAdd(changes)}
        >
          Add
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
