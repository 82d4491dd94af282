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
import { REQUEST_LIMITS, type SluiceApi } from '@sluice/plugin-sluice-common';
import { useQueryClient } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { BulkItem } from '../requests/BulkItem';
import { countText } from '../requests/requestText';
import { useOneByOne } from '../requests/useOneByOne';
import { refreshDependents } from '../requests/useRequestUpdates';
import type { Answer, AnswerFailure } from './answer';
import styles from './reviews.module.css';

const TEXTS: Record<
  Answer,
  { verb: string; done: string; meaning: string; description: string }
> = {
  keep: {
    verb: 'Keep',
    done: 'Kept',
    meaning: 'Access goes on until its own end. It can be revoked at any time.',
    description: 'Kept with each of the answers.',
  },
  revoke: {
    verb: 'Revoke',
    done: 'Revoked',
    meaning:
      'Access ends now. Sessions that are open have credentials that may read until they run out.',
    description: 'Each team reads it. Nothing is revoked without one.',
  },
};

/** Shows exactly what is about to be answered, then what came of each. */
export function AnswerDialog({
  reviewId,
  answer,
  requests,
  onClose,
}: {
  reviewId: string;
  answer: Answer;
  requests: SluiceApi.AccessRequestSummary[];
  /** Told what is still open. */
  onClose: (result: { failed: AnswerFailure[]; left: string[] }) => void;
}) {
  const { verb, done, meaning, description } = TEXTS[answer];
  const api = useApi(sluiceApiRef);
  const queries = useQueryClient();
  const [comment, setComment] = useState('');
  const reason = comment.trim();
  const { start, isRunning, hasStarted, outcomes } =
    useOneByOne<SluiceApi.AccessRequestSummary>({
      action: ({ id }, why) =>
        api.answerReview(reviewId, {
          requestId: id,
          answer,
          ...(why && { reason: why }),
        }),
      onDone: () => refreshDependents(queries),
    });
  const answered = requests.filter(({ id }) => outcomes.get(id) === 'done');
  const close = () =>
    onClose({
      left: requests
        .filter(each => !answered.includes(each))
        .map(({ id }) => id),
      failed: requests.flatMap(request => {
        const outcome = outcomes.get(request.id);
        return typeof outcome === 'object' ? [{ request, ...outcome }] : [];
      }),
    });
  return (
    <Dialog
      isOpen
      isDismissable={!isRunning}
      isKeyboardDismissDisabled={isRunning}
      width={760}
      onOpenChange={isOpen => {
        if (!isOpen && !isRunning) close();
      }}
    >
      <DialogHeader>
        {verb} {countText(requests.length, 'grant')}
      </DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="4">
          <Text>{meaning}</Text>
          <ul className={styles.list} aria-label="What is answered">
            {requests.map(request => (
              <BulkItem
                key={request.id}
                request={request}
                outcome={outcomes.get(request.id)}
                done={done}
              />
            ))}
          </ul>
          {!hasStarted && (
            <TextAreaField
              label="Reason"
              description={description}
              isRequired={answer === 'revoke'}
              maxLength={REQUEST_LIMITS.reason}
              value={comment}
              onChange={setComment}
            />
          )}
          {hasStarted && !isRunning && (
            <Text role="status">
              {answered.length === requests.length
                ? 'All of them are answered.'
                : `${answered.length.toLocaleString()} of ${countText(
                    requests.length,
                    'grant',
                  )} answered. The others stay selected.`}
            </Text>
          )}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" isDisabled={isRunning} onPress={close}>
          {hasStarted ? 'Close' : 'Cancel'}
        </Button>
        {(!hasStarted || isRunning) && (
          <Button
            destructive={answer === 'revoke'}
            isPending={isRunning}
            isDisabled={answer === 'revoke' && reason === ''}
            onPress={() => start({ items: requests, comment: reason })}
          >
            {verb} {countText(requests.length, 'grant')}
          </Button>
        )}
      </DialogFooter>
    </Dialog>
  );
}
