import { useLocation, useNavigate } from 'react-router-dom';
import { Question, searchOf } from '../question';
import { changesIn, linkOf, Tried } from './changesIn';
import { filterOf } from './rowFilterOf';

/** Longer ones stand in the history of the tab, but in no link. */
const MAX_IN_URL = 1500;

export interface Changes extends Tried {
  /** Not, where a link was cut off. */
  isUnderstood: boolean;
  /** Whether a link to this page holds them. */
  isInLink: boolean;
  /** Whether they have row filters, which are in no link. */
  hasFilter: boolean;
}

/** What is tried out, as the place where the person is says. */
export function useChanges(question: Question): Changes {
  const { state } = useLocation();
  const kept: Tried | undefined = state?.tried;
  const tried = kept ?? changesIn(question.changes);
  const { changes, lacking } = tried ?? { changes: [], lacking: [] };
  return {
    changes,
    lacking,
    isUnderstood: tried !== undefined,
    isInLink: !kept || linkOf(kept).length <= MAX_IN_URL,
    hasFilter: changes.some(change => filterOf(change) !== undefined),
  };
}

/**
 * Goes to what would be after some changes; going back takes them back. The
 * history of the tab holds them whole.
 */
export function useTryOut() {
  const navigate = useNavigate();
  return (question: Omit<Question, 'question'>, tried: Tried) => {
    const link = linkOf(tried);
    const search = searchOf({
      ...question,
      question: 'whatIf',
      changes:
        tried.changes.length > 0 && link.length <= MAX_IN_URL
          ? link
          : undefined,
    });
    navigate({ search: `?${search}` }, { state: { tried } });
  };
}
