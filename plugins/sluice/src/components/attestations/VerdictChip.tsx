import { Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { VERDICTS } from './verdict';
import styles from './attestations.module.css';

/** A verdict in an icon and a word. */
export function VerdictChip({
  verdict,
}: {
  verdict: SluiceApi.AttestationVerdict;
}) {
  const { title, headline, icon } = VERDICTS[verdict];
  return (
    <span
      className={`${styles.verdict} ${styles.chip}`}
      data-verdict={verdict}
      title={headline}
    >
      {icon}
      <Text variant="body-small" weight="bold">
        {title}
      </Text>
    </span>
  );
}
