import type { SluiceApi } from '@sluice/plugin-sluice-common';

export type Answer = SluiceApi.AnswerReviewRequest['answer'];

/** A grant that could not be answered for, and why. */
export interface AnswerFailure {
  request: SluiceApi.AccessRequestSummary;
  reason: string;
}
