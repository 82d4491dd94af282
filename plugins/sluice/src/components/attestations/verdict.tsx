import {
  RiCheckboxCircleLine,
  RiCloseCircleLine,
  RiQuestionLine,
} from '@remixicon/react';
import type { SluiceApi } from '@sluice/plugin-sluice-common';

/** Icon, word and headline of each verdict: never color alone. */
export const VERDICTS: Record<
  SluiceApi.AttestationVerdict,
  { title: string; headline: string; icon: JSX.Element }
> = {
  agrees: {
    title: 'Agrees',
    headline: 'The team reads what it is to read',
    icon: <RiCheckboxCircleLine aria-hidden size={16} />,
  },
  differs: {
    title: 'Differs',
    headline: 'The team reads something else than it is to read',
    icon: <RiCloseCircleLine aria-hidden size={16} />,
  },
  unproved: {
    title: 'Not proved',
    headline: 'It is not proved what the team reads',
    icon: <RiQuestionLine aria-hidden size={16} />,
  },
};
