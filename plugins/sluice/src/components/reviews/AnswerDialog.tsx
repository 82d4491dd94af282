import { useApi } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQueryClient } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import {
  OneByOneDialog,
  OneByOneResult,
  OneByOneTexts,
} from '../requests/OneByOneDialog';
import { useOneByOne } from '../requests/useOneByOne';
import { refreshDependents } from '../requests/useRequestUpdates';
import type { Answer } from './answer';

const TEXTS: Record<
  Answer,
  Pick<OneByOneTexts, 'verb' | 'done' | 'description'> & { meaning: string }
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

/** Answers for several grants of a review. */
export function AnswerDialog({
  reviewId,
  answer,
  requests,
  onClose,
}: {
  reviewId: string;
  answer: Answer;
  requests: SluiceApi.AccessRequestSummary[];
  onClose: (result: OneByOneResult) => void;
}) {
  const { meaning, ...texts } = TEXTS[answer];
  const api = useApi(sluiceApiRef);
  const queries = useQueryClient();
  const work = useOneByOne<SluiceApi.AccessRequestSummary>({
    action: ({ id }, why) =>
      api.answerReview(reviewId, {
        requestId: id,
        answer,
        ...(why && { reason: why }),
      }),
    onDone: () => refreshDependents(queries),
  });
  return (
    <OneByOneDialog
      texts={{
        ...texts,
        outcome: 'answered',
        noun: 'grant',
        list: 'What is answered',
        label: 'Reason',
      }}
      requests={requests}
      work={work}
      needsComment={answer === 'revoke'}
      onClose={onClose}
    >
      <Text>{meaning}</Text>
    </OneByOneDialog>
  );
}
