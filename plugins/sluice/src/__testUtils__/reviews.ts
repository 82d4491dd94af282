import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { OWEN, requestSummary } from './requests';

/** A grant of a review: open, and the person's to answer, unless told. */
export function reviewItem(
  id: string,
  overrides: Partial<Models.ReviewItem> = {},
): Models.ReviewItem {
  return {
    request: requestSummary('active', {
      id,
      teamTitle: `Team ${id}`,
      startsAt: '2026-01-02T12:00:00Z',
      expiresAt: '2026-06-02T12:00:00Z',
    }),
    mayAnswer: true,
    approvedBy: [OWEN],
    ...overrides,
  };
}

/** A review of these grants. */
export function review(
  items: Models.ReviewItem[],
  overrides: Partial<Models.Review> = {},
): Models.Review {
  const count = (outcome: Models.ReviewItem['outcome']) =>
    items.filter(item => item.outcome === outcome).length;
  return {
    id: 'review-1',
    title: 'First quarter',
    startedAt: '2026-03-01T12:00:00Z',
    startedBy: OWEN,
    dueAt: '2026-03-15T12:00:00Z',
    unanswered: 'revoke',
    total: items.length,
    kept: count('kept'),
    revoked: count('revoked'),
    open: count(undefined),
    items,
    ...overrides,
  };
}
