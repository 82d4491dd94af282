import {
  RiCheckLine,
  RiCloseCircleLine,
  RiForbid2Line,
  RiLoader4Line,
  RiTimeLine,
} from '@remixicon/react';
import { Alert } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import styles from './PlanView.module.css';

const STATUSES: Record<
  SluiceApi.ChangeStep['status'],
  { title: string; icon: JSX.Element }
> = {
  pending: { title: 'To come', icon: <RiTimeLine aria-hidden size={14} /> },
  running: { title: 'Running', icon: <RiLoader4Line aria-hidden size={14} /> },
  done: { title: 'Done', icon: <RiCheckLine aria-hidden size={14} /> },
  failed: {
    title: 'Failed',
    icon: <RiCloseCircleLine aria-hidden size={14} />,
  },
  blocked: {
    title: 'Not reached',
    icon: <RiForbid2Line aria-hidden size={14} />,
  },
};

/** How far a step is, in an icon and a word. */
export function StepStatus({
  status,
}: {
  status: SluiceApi.ChangeStep['status'];
}) {
  const { title, icon } = STATUSES[status];
  return (
    <span className={styles.status} data-status={status}>
      {icon}
      {title}
    </span>
  );
}

/** The error as AWS or Kubernetes gave it, and what to do about it. */
export function StepFailure({
  title,
  error,
}: {
  /** Of the step. */
  title: string;
  error: SluiceApi.StepError;
}) {
  return (
    <Alert
      status="danger"
      icon
      title={`${title}: ${error.name}`}
      description={
        <span className={styles.failure}>
          <code>{error.message}</code>
          <span>{error.advice}</span>
        </span>
      }
    />
  );
}
