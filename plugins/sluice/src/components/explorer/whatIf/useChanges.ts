import { useLocation, useNavigate } from 'react-router-dom';
import type { HypotheticalChange } from '@sluice/plugin-sluice-common';
import { Question, searchOf } from '../question';
import { changesIn } from './changesIn';

/** Longer ones stand in the history of the tab, but in no link. */
const MAX_IN_URL = 1500;

export interface Changes {
  changes: HypotheticalChange[];
  /** Not, where a link was cut off. */
  isUnderstood: boolean;
  /** Whether a link to this page holds them. */
  isInLink: boolean;
}

/** What is tried out, as the place where the person is says. */
export function useChanges(question: Question): Changes {
  const { state } = useLocation();
  const kept: HypotheticalChange[] | undefined = state?.changes;
  const changes = kept ?? changesIn(question.changes);
  return {
    changes: changes ?? [],
    isUnderstood: changes !== undefined,
    isInLink: !kept || JSON.stringify(kept).length <= MAX_IN_URL,
  };
}

/** Goes to what would be after some changes; going back takes them back. */
export function useTryOut() {
  const navigate = useNavigate();
  return (
    question: Omit<Question, 'question'>,
    changes: HypotheticalChange[],
  ) => {
    const json = JSON.stringify(changes);
    const search = searchOf({
      ...question,
      question: 'whatIf',
      changes:
        changes.length > 0 && json.length <= MAX_IN_URL ? json : undefined,
    });
    navigate({ search: `?${search}` }, { state: { changes } });
  };
}
