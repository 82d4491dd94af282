import { Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import styles from './requests.module.css';

/** What a decision comes to, in a few lines: who reads more, and what is surprising. */
export function CheckInShort({ check }: { check: SluiceApi.RequestCheck }) {
  const lines = [
    ...check.consequences.map(({ text }) => text),
    ...check.overlaps
      .filter(({ kind }) => kind === 'wider')
      .map(({ text }) => text),
    ...check.findings
      .filter(({ severity }) => severity !== 'info')
      .map(({ message }) => message),
  ];
  return lines.length === 0 ? (
    <Text variant="body-small">Nobody can read more or less.</Text>
  ) : (
    <ul className={styles.short} aria-label="Consequences in short">
      {lines.map((line, i) => (
        <li key={i} className={styles.anywhere}>
          {line}
        </li>
      ))}
    </ul>
  );
}
