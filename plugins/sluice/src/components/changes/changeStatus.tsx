import {
  RiArchiveLine,
  RiCheckboxCircleLine,
  RiCloseCircleLine,
  RiLoader4Line,
  RiStopCircleLine,
  RiTimeLine,
} from '@remixicon/react';
import { Badge } from '@backstage/ui';
import { ACTIVE_STATUSES, type SluiceApi } from '@sluice/plugin-sluice-common';
import styles from './changes.module.css';

type Status = SluiceApi.ChangeStatus;

const STATUSES: Record<Status, { title: string; icon: JSX.Element }> = {
  queued: { title: 'Queued', icon: <RiTimeLine aria-hidden size={14} /> },
  applying: {
    title: 'Applying',
    icon: <RiLoader4Line aria-hidden size={14} />,
  },
  cancelling: {
    title: 'Stopping',
    icon: <RiLoader4Line aria-hidden size={14} />,
  },
  succeeded: {
    title: 'Succeeded',
    icon: <RiCheckboxCircleLine aria-hidden size={14} />,
  },
  failed: {
    title: 'Failed',
    icon: <RiCloseCircleLine aria-hidden size={14} />,
  },
  cancelled: {
    title: 'Stopped',
    icon: <RiStopCircleLine aria-hidden size={14} />,
  },
  abandoned: {
    title: 'Given up',
    icon: <RiArchiveLine aria-hidden size={14} />,
  },
};

/** Whether a backend works on the change, or will. */
export function isUnderWay(status: Status): boolean {
  return ACTIVE_STATUSES.includes(status);
}

/** A status in an icon and a word. */
export function ChangeStatus({ status }: { status: Status }) {
  const { title, icon } = STATUSES[status];
  return (
    <Badge
      size="small"
      icon={icon}
      className={styles.status}
      data-status={status}
    >
      {title}
    </Badge>
  );
}
