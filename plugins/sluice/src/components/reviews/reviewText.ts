import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { timeText } from '../time';

type Review = SluiceApi.Review;

/** Grants that somebody answered for, or that ended by themselves. */
export function answeredOf({ total, open }: Review): number {
  return total - open;
}

/** `4 of 7 answered: 3 kept, 1 revoked`. */
export function progressText(review: Review): string {
  const { total, kept, revoked } = review;
  const answered = answeredOf(review);
  const ended = answered - kept - revoked;
  const parts = [
    kept > 0 && `${kept.toLocaleString()} kept`,
    revoked > 0 && `${revoked.toLocaleString()} revoked`,
    ended > 0 && `${ended.toLocaleString()} ended by itself`,
  ].filter(Boolean);
  return `${answered.toLocaleString()} of ${total.toLocaleString()} answered${
    parts.length > 0 ? `: ${parts.join(', ')}` : ''
  }`;
}

/** What becomes, or became, of grants that nobody answered for. */
export function unansweredText({ unanswered, dueAt, closedAt }: Review) {
  const outcome = unanswered === 'keep' ? 'kept' : 'revoked';
  return closedAt
    ? `What nobody answered for by ${timeText(dueAt)} was ${outcome}.`
    : `What nobody answers for by ${timeText(dueAt)} is ${outcome}.`;
}
