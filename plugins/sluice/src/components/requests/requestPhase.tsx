import {
  RiArrowGoBackLine,
  RiCalendarCloseLine,
  RiCheckboxCircleFill,
  RiCheckLine,
  RiCloseCircleLine,
  RiDraftLine,
  RiErrorWarningLine,
  RiForbid2Line,
  RiHourglassLine,
  RiLoader4Line,
  RiSwapLine,
} from '@remixicon/react';
import { Badge } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import styles from './requests.module.css';

type Phase = SluiceApi.RequestPhase;

/** Icon, word and meaning of each phase: never color alone. */
export const PHASES: Record<
  Phase,
  { title: string; icon: JSX.Element; meaning: string }
> = {
  draft: {
    title: 'Draft',
    icon: <RiDraftLine aria-hidden size={14} />,
    meaning: 'nobody was asked yet',
  },
  pending: {
    title: 'Waiting for approval',
    icon: <RiHourglassLine aria-hidden size={14} />,
    meaning: 'somebody has to decide',
  },
  approved: {
    title: 'Approved',
    icon: <RiCheckLine aria-hidden size={14} />,
    meaning: 'agreed on; nothing was granted yet',
  },
  applying: {
    title: 'Being granted',
    icon: <RiLoader4Line aria-hidden size={14} />,
    meaning: 'agreed on; it is being granted in Lake Formation',
  },
  active: {
    title: 'Active',
    icon: <RiCheckboxCircleFill aria-hidden size={14} />,
    meaning: 'Lake Formation was read to hold it',
  },
  expiring: {
    title: 'Expiring',
    icon: <RiLoader4Line aria-hidden size={14} />,
    meaning: 'its time is over; what is left of it is being removed',
  },
  revoking: {
    title: 'Being revoked',
    icon: <RiLoader4Line aria-hidden size={14} />,
    meaning: 'it was ended; what is left of it is being removed',
  },
  expired: {
    title: 'Expired',
    icon: <RiCalendarCloseLine aria-hidden size={14} />,
    meaning: 'its time is over, and nothing of it is left',
  },
  denied: {
    title: 'Denied',
    icon: <RiForbid2Line aria-hidden size={14} />,
    meaning: 'an approver said no',
  },
  withdrawn: {
    title: 'Withdrawn',
    icon: <RiArrowGoBackLine aria-hidden size={14} />,
    meaning: 'the team took it back before it was decided',
  },
  revoked: {
    title: 'Revoked',
    icon: <RiCloseCircleLine aria-hidden size={14} />,
    meaning: 'it was ended before its time, and nothing of it is left',
  },
  failed: {
    title: 'Failed',
    icon: <RiErrorWarningLine aria-hidden size={14} />,
    meaning: 'Lake Formation does not hold what was agreed on',
  },
  superseded: {
    title: 'Superseded',
    icon: <RiSwapLine aria-hidden size={14} />,
    meaning: 'another request took its place',
  },
};

/** A phase in an icon and a word. */
export function PhaseBadge({ phase }: { phase: Phase }) {
  const { title, icon, meaning } = PHASES[phase];
  return (
    <Badge
      size="small"
      icon={icon}
      title={meaning}
      className={styles.phase}
      data-phase={phase}
    >
      {title}
    </Badge>
  );
}

/** Whether Sluice works on it, so that it differs soon though nobody acts. */
export function isUnderWay({
  phase,
  startsAt,
  updatedAt,
}: Pick<
  SluiceApi.AccessRequestSummary,
  'phase' | 'startsAt' | 'updatedAt'
>): boolean {
  // By the backend's own times: the clock of the demo is not the browser's.
  if (phase === 'approved') return !startsAt || startsAt <= updatedAt;
  return phase === 'applying' || phase === 'expiring' || phase === 'revoking';
}
