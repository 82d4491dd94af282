import {
  RiAddLine,
  RiCheckLine,
  RiDeleteBinLine,
  RiExchangeLine,
  RiInboxArchiveLine,
  RiPencilLine,
  RiPushpinLine,
} from '@remixicon/react';
import type { SluiceApi } from '@sluice/plugin-sluice-common';

type Action = SluiceApi.PlanStep['action'];

/** Icon and word of each action, in the order in which they are summed up. */
export const ACTIONS: Record<
  Action,
  { title: string; icon: JSX.Element; summary: string; meaning: string }
> = {
  create: {
    title: 'Create',
    icon: <RiAddLine aria-hidden size={14} />,
    summary: 'to create',
    meaning: 'It is not there and will be made.',
  },
  adopt: {
    title: 'Adopt',
    icon: <RiInboxArchiveLine aria-hidden size={14} />,
    summary: 'to adopt',
    meaning:
      'It is there as wanted. From now on Sluice looks after it, and never deletes it.',
  },
  update: {
    title: 'Update',
    icon: <RiPencilLine aria-hidden size={14} />,
    summary: 'to update',
    meaning: 'It is there, but different.',
  },
  replace: {
    title: 'Replace',
    icon: <RiExchangeLine aria-hidden size={14} />,
    summary: 'to replace',
    meaning: 'It cannot be changed, so a new one takes its place.',
  },
  delete: {
    title: 'Delete',
    icon: <RiDeleteBinLine aria-hidden size={14} />,
    summary: 'to delete',
    meaning: 'It is there and no longer wanted.',
  },
  keep: {
    title: 'Keep',
    icon: <RiPushpinLine aria-hidden size={14} />,
    summary: 'to keep',
    meaning: 'It is no longer wanted, and stays all the same.',
  },
  none: {
    title: 'Unchanged',
    icon: <RiCheckLine aria-hidden size={14} />,
    summary: 'unchanged',
    meaning: 'It is as wanted.',
  },
};

/** `14 to create, 2 to adopt, 9 unchanged`. */
export function summaryOf({ steps }: Pick<SluiceApi.Plan, 'steps'>): string {
  const counts = (Object.keys(ACTIONS) as Action[])
    .map(action => ({
      action,
      count: steps.filter(step => step.action === action).length,
    }))
    .filter(({ count }) => count > 0);
  return counts.length === 0
    ? 'no steps'
    : counts
        .map(
          ({ action, count }) =>
            `${count.toLocaleString()} ${ACTIONS[action].summary}`,
        )
        .join(', ');
}
