import {
  RiCheckboxCircleLine,
  RiCloseCircleLine,
  RiErrorWarningLine,
  RiForbid2Line,
  RiHourglassLine,
  RiLoader4Line,
  RiSendPlaneLine,
  RiStopCircleLine,
} from '@remixicon/react';
import { Badge } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import styles from './jobs.module.css';

type State = SluiceApi.JobState;

const icon = (Icon: typeof RiLoader4Line) => <Icon aria-hidden size={14} />;

/** Icon, word and meaning of each state: never color alone. */
export const STATES: Record<
  State,
  { title: string; meaning: string; icon: JSX.Element }
> = {
  SUBMITTING: {
    title: 'Being submitted',
    meaning: 'it is on its way to EMR on EKS',
    icon: icon(RiSendPlaneLine),
  },
  REFUSED: {
    title: 'Refused',
    meaning: 'EMR on EKS did not take it, so nothing ran',
    icon: icon(RiForbid2Line),
  },
  PENDING: {
    title: 'Pending',
    meaning: 'EMR on EKS has it, and has not begun',
    icon: icon(RiHourglassLine),
  },
  SUBMITTED: {
    title: 'Starting',
    meaning: 'its driver is being started on the cluster',
    icon: icon(RiHourglassLine),
  },
  RUNNING: {
    title: 'Running',
    meaning: 'its driver runs',
    icon: icon(RiLoader4Line),
  },
  COMPLETED: {
    title: 'Completed',
    meaning: 'the script came to its end; what it read is in its log',
    icon: icon(RiCheckboxCircleLine),
  },
  FAILED: {
    title: 'Failed',
    meaning: 'it ended before it was done, or says that it did not succeed',
    icon: icon(RiErrorWarningLine),
  },
  CANCEL_PENDING: {
    title: 'Being cancelled',
    meaning: 'EMR on EKS was asked to stop it',
    icon: icon(RiStopCircleLine),
  },
  CANCELLED: {
    title: 'Cancelled',
    meaning: 'it was stopped before its end',
    icon: icon(RiCloseCircleLine),
  },
};

/** States to choose from. */
export const STATE_OPTIONS = (Object.keys(STATES) as State[]).map(id => ({
  id,
  label: STATES[id].title,
}));

const HAS_ENDED: State[] = ['REFUSED', 'COMPLETED', 'FAILED', 'CANCELLED'];

/** Whether a run goes on by itself, so that it is worth looking again. */
export function isUnderWay({
  state,
  kind,
  attestation,
}: Pick<SluiceApi.JobRun, 'state' | 'kind' | 'attestation'>): boolean {
  if (!HAS_ENDED.includes(state)) return true;
  // What it saw is taken in after its end.
  return kind === 'verification' && !attestation;
}

/** Whether nothing of the run happens any more. */
export function hasEnded({ state }: Pick<SluiceApi.JobRun, 'state'>): boolean {
  return HAS_ENDED.includes(state);
}

/** A state in an icon and a word. */
export function JobStateBadge({ state }: { state: State }) {
  const { title, meaning, icon: sign } = STATES[state];
  return (
    <Badge
      size="small"
      icon={sign}
      title={`${state}: ${meaning}`}
      className={styles.state}
      data-state={state}
    >
      {title}
    </Badge>
  );
}
