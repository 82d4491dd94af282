import { Text } from '@backstage/ui';
import { RiArrowRightLine } from '@remixicon/react';
import { type SluiceApi, summariseAccess } from '@sluice/plugin-sluice-common';
import { LEVELS } from '../accessMatrix';
import styles from './PlanView.module.css';

function Access({ access }: { access: SluiceApi.AccessSummary }) {
  return (
    <span className={styles.access}>
      {LEVELS[access.level].icon}
      <span>{summariseAccess(access)}</span>
    </span>
  );
}

/** Who can read more or less afterwards. */
export function Consequences({
  consequences,
}: {
  consequences: SluiceApi.AccessConsequence[];
}) {
  if (consequences.length === 0) {
    return <Text color="secondary">Nobody can read more or less.</Text>;
  }
  return (
    <>
      <ul className={styles.list} aria-label="Consequences for access">
        {consequences.map(
          ({ principal, catalogId, table, text, before, after }) => (
            <li
              key={`${principal} ${catalogId} ${table}`}
              className={styles.consequence}
            >
              <Text>{text}</Text>
              <Text variant="body-small" color="secondary" as="div">
                <span className={styles.beforeAfter}>
                  <code>{table}</code>
                  <Access access={before} />
                  <RiArrowRightLine
                    size={14}
                    role="img"
                    aria-label="becomes"
                    className={styles.arrow}
                  />
                  <Access access={after} />
                </span>
              </Text>
            </li>
          ),
        )}
      </ul>
      <Text color="secondary">Nobody else can read more or less.</Text>
    </>
  );
}
