import { RiErrorWarningLine, RiShieldCheckLine } from '@remixicon/react';
import styles from './attestations.module.css';

/** The hash of what is stored, and whether it still is that. */
export function ContentHash({
  hash,
  intact,
}: {
  hash: string;
  intact: boolean;
}) {
  return (
    <>
      <code>{hash}</code>
      <span
        className={styles.verdict}
        data-verdict={intact ? 'agrees' : 'differs'}
      >
        {intact ? (
          <RiShieldCheckLine aria-hidden size={16} />
        ) : (
          <RiErrorWarningLine aria-hidden size={16} />
        )}
        {intact
          ? 'Intact: the stored document has this hash'
          : 'Tampered with: the stored document has another hash'}
      </span>
    </>
  );
}
