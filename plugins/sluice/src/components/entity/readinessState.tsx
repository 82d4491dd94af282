import {
  RiCheckboxCircleLine,
  RiCloseCircleLine,
  RiContrastLine,
  RiQuestionLine,
  RiUserLine,
} from '@remixicon/react';
import type { SluiceApi } from '@sluice/plugin-sluice-common';

type State = SluiceApi.ReadinessItem['state'];

/** Icon and word of each state, what needs attention first. */
export const READINESS_STATES: Record<
  State,
  { title: string; meaning: string; icon: JSX.Element }
> = {
  missing: {
    title: 'Missing',
    meaning: 'not there',
    icon: <RiCloseCircleLine aria-hidden size={16} />,
  },
  differs: {
    title: 'Differs',
    meaning: 'there, but not as wanted',
    icon: <RiContrastLine aria-hidden size={16} />,
  },
  notOurs: {
    title: 'Not ours',
    meaning: 'there, and Sluice never touched it',
    icon: <RiUserLine aria-hidden size={16} />,
  },
  unknown: {
    title: 'Unknown',
    meaning: 'could not be read',
    icon: <RiQuestionLine aria-hidden size={16} />,
  },
  ok: {
    title: 'Ok',
    meaning: 'as wanted',
    icon: <RiCheckboxCircleLine aria-hidden size={16} />,
  },
};

const ORDER = Object.keys(READINESS_STATES) as State[];

/** What needs attention first, otherwise in the given order. */
export function byAttention(
  items: SluiceApi.ReadinessItem[],
): SluiceApi.ReadinessItem[] {
  return [...items].sort(
    (a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state),
  );
}
