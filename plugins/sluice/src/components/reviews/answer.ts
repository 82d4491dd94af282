import type { SluiceApi } from '@sluice/plugin-sluice-common';

export type Answer = SluiceApi.AnswerReviewRequest['answer'];
