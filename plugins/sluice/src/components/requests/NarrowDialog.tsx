import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Text, TextAreaField } from '@backstage/ui';
import { REQUEST_LIMITS, type SluiceApi } from '@sluice/plugin-sluice-common';
import { sluiceApiRef } from '../../api';
import {
  askedOf,
  TermsEditor,
  useKnownTables,
  useTermsCheck,
  useTermsProblems,
} from '../requestAccess';
import { ErrorState, LoadingState } from '../states';
import { CheckInShort } from './CheckInShort';
import { RequestDialog } from './RequestDialog';
import { RequestInShort } from './RequestInShort';

/** Approves less than was asked for, or takes away from what was agreed on. */
export type NarrowingAct = 'approve' | 'reduce';

const ACTS: Record<
  NarrowingAct,
  { verb: string; title: string; confirm: string; note: string }
> = {
  approve: {
    verb: 'approve',
    title: 'Approve with less',
    confirm: 'Approve with less',
    note: 'Take away columns, rows or time. The team gets what is left, and sees what was taken away.',
  },
  reduce: {
    verb: 'reduce',
    title: 'Reduce access',
    confirm: 'Reduce',
    note: 'Take away columns, rows or time. What is granted is changed in place, so that the team reads what is left without a break.',
  },
};

export interface NarrowDialogProps {
  act: NarrowingAct;
  request: SluiceApi.AccessRequest;
  onClose: () => void;
}

/** Narrower terms in place of those that stand, and a word about it. */
export function NarrowDialog({ act, request, onClose }: NarrowDialogProps) {
  const api = useApi(sluiceApiRef);
  // As it is now: what was filled in is kept, and held against it.
  const { summary, terms: standing } = request;
  const tables = standing.tables.map(({ table }) => table);
  const known = useKnownTables(tables);
  // Undefined until the tables are known.
  const [terms, setTerms] = useState<SluiceApi.AskedTerms>();
  if (!terms && !known.isPending) setTerms(askedOf(standing, known.tables));
  const [comment, setComment] = useState('');
  const problems = useTermsProblems(terms ?? { tables: [] }, standing);
  const isComplete = terms !== undefined && problems?.length === 0;
  const check = useTermsCheck(
    isComplete
      ? { team: summary.team, terms, requestId: summary.id }
      : undefined,
  );
  const { note, ...texts } = ACTS[act];
  const text = comment.trim();
  const confirm = (revision: number) =>
    act === 'approve'
      ? api.approveRequest(summary.id, {
          revision,
          ...(text && { comment: text }),
          terms: terms!,
        })
      : api.reduceRequest(summary.id, {
          revision,
          reason: text,
          terms: terms!,
        });
  return (
    <RequestDialog
      {...texts}
      request={summary}
      action={act}
      width={860}
      isDisabled={
        !isComplete ||
        !check.data ||
        check.isChecking ||
        (act === 'reduce' && text === '')
      }
      onConfirm={confirm}
      onClose={onClose}
    >
      <RequestInShort request={summary} />
      <Text color="secondary">{note}</Text>
      {terms ? (
        <TermsEditor
          value={terms}
          onChange={setTerms}
          tables={tables}
          atMost={standing}
          check={check.data}
        />
      ) : (
        <LoadingState what="the tables" />
      )}
      {check.data && <CheckInShort check={check.data} />}
      {check.error && (
        <ErrorState
          error={check.error}
          what="the consequences, without which nothing is changed"
          onRetry={check.retry}
        />
      )}
      <TextAreaField
        label={act === 'reduce' ? 'Reason' : 'Comment'}
        description="The team reads it."
        isRequired={act === 'reduce'}
        maxLength={REQUEST_LIMITS.reason}
        value={comment}
        onChange={setComment}
      />
    </RequestDialog>
  );
}
