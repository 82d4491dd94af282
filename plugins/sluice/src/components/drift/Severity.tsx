import {
  RiAlarmWarningLine,
  RiErrorWarningLine,
  RiInformationLine,
} from '@remixicon/react';
import { Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import styles from './drift.module.css';

const SEVERITIES: Record<
  SluiceApi.DriftItem['severity'],
  { title: string; meaning: string; icon: JSX.Element }
> = {
  high: {
    title: 'High',
    meaning: 'Somebody may read more than is declared',
    icon: <RiAlarmWarningLine aria-hidden size={16} />,
  },
  medium: {
    title: 'Medium',
    meaning: 'A team may not be able to work, or something is not known',
    icon: <RiErrorWarningLine aria-hidden size={16} />,
  },
  low: {
    title: 'Low',
    meaning: 'Nobody reads more or less by it',
    icon: <RiInformationLine aria-hidden size={16} />,
  },
};

/** How bad it is, by icon and word. */
export function Severity({
  severity,
}: {
  severity: SluiceApi.DriftItem['severity'];
}) {
  const { title, meaning, icon } = SEVERITIES[severity];
  return (
    <span className={styles.severity} data-severity={severity} title={meaning}>
      {icon}
      <Text variant="body-small" weight="bold">
        {title}
      </Text>
    </span>
  );
}
