import type { SluiceApi } from '@sluice/plugin-sluice-common';

/** What the explorer is asked. */
export const QUESTIONS = ['who', 'what', 'why', 'whatIf', 'findings'] as const;
export type QuestionKind = (typeof QUESTIONS)[number];

/** A question as it stands in the URL, so that it can be sent to somebody. */
export interface Question {
  question: QuestionKind;
  /** Entity ref. */
  table?: string;
  column?: string;
  /** Entity ref; either this or `principal`. */
  team?: string;
  /** ARN of a role or user that is no team's. */
  principal?: string;
  level?: 'full' | 'partial' | 'unknown';
  search?: string;
  /** Kind of a way past Lake Formation. */
  kind?: string;
  severity?: SluiceApi.BypassFinding['severity'];
  /** Which question is asked of what would be. */
  asks?: 'who' | 'what';
  /** What is tried out, as JSON; without its row filters. */
  changes?: string;
  /** ISO 8601 moment in the past; now when absent. */
  at?: string;
}

const KEYS = [
  'table',
  'column',
  'team',
  'principal',
  'level',
  'search',
  'kind',
  'severity',
  'asks',
  'changes',
  'at',
] as const;

/** What is part of one question only. */
const ONLY_OF: Partial<Record<(typeof KEYS)[number], QuestionKind>> = {
  kind: 'findings',
  severity: 'findings',
  asks: 'whatIf',
  changes: 'whatIf',
};

/** The question in the URL; who can see something, if it does not say. */
export function questionIn(search: URLSearchParams): Question {
  const kind = QUESTIONS.find(each => each === search.get('question')) ?? 'who';
  return {
    question: kind,
    ...Object.fromEntries(
      KEYS.flatMap(key => {
        const value = search.get(key);
        return value ? [[key, value]] : [];
      }),
    ),
  };
}

/** The URL's query of a question. */
export function searchOf(question: Question): URLSearchParams {
  const search = new URLSearchParams();
  search.set('question', question.question);
  for (const key of KEYS) {
    const value = question[key];
    const isPart = (ONLY_OF[key] ?? question.question) === question.question;
    if (value && isPart) search.set(key, value);
  }
  return search;
}

/** Whom a question is about, where it is about somebody. */
export function whoIn({
  team,
  principal,
}: Question): { team: string } | { principal: string } | undefined {
  if (team) return { team };
  return principal ? { principal } : undefined;
}
