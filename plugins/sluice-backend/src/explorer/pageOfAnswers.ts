import { SluiceApi } from '@sluice/plugin-sluice-common';
import { AccessSnapshot, Team } from '../access';
import { pageOf } from '../router/cursor';
import { Answer } from './Answers';

/** Answers of one page, unless the caller says how many. */
const DEFAULT_LIMIT = 50;

/** What is asked, as the caller may see it. */
export interface Asked {
  snapshot: AccessSnapshot;
  answers: Answer[];
  /** With access, and not for the caller to see. */
  hidden: number;
}

/** Which of the answers, and how many at once. */
export interface PageQuery {
  level?: string;
  search?: string;
  limit?: number;
  cursor?: string;
}

/** One page of the answers that are wanted, beside what is to be said of all. */
export function pageOfAnswers(
  asked: Asked,
  { level, search = '', limit = DEFAULT_LIMIT, cursor }: PageQuery,
): { page: Answer[] } & Omit<SluiceApi.AccessAnswers, 'items'> {
  const { answers, hidden, snapshot } = asked;
  const wanted = answers.filter(
    ({ access: { level: actual }, principal, team, entry }) =>
      (!level || actual === level) &&
      matches(
        [principal, team?.title, team?.entityRef, entry.entityRef],
        search,
      ),
  );
  const { page, nextCursor } = pageOf(wanted, { limit, cursor });
  const count = (which: string) =>
    answers.filter(({ access: { level: actual } }) => actual === which).length;
  const at = observedAt(asked);
  return {
    page,
    total: wanted.length,
    hidden,
    levels: {
      full: count('full'),
      partial: count('partial'),
      unknown: count('unknown'),
    },
    ...(nextCursor && { nextCursor }),
    ...(at && { observedAt: at }),
    stale: snapshot.isStale(
      answers.map(({ entry }) => entry),
      teamsOf(answers),
    ),
  };
}

/** ISO 8601 time of the oldest observation behind some answers. */
export function observedAt({ snapshot, answers }: Asked): string | undefined {
  return snapshot.observedAt(
    answers.map(({ entry }) => entry),
    teamsOf(answers),
  );
}

/** Whether something has a text in one of its names. */
export function matches(
  texts: (string | undefined)[],
  search: string,
): boolean {
  const wanted = search.trim().toLowerCase();
  return texts.some(text => text?.toLowerCase().includes(wanted));
}

/** Each team of some answers, once. */
export function teamsOf(answers: Answer[]): Team[] {
  return [
    ...new Map(
      answers.flatMap(({ team }) =>
        team ? [[team.entityRef, team] as const] : [],
      ),
    ).values(),
  ];
}
