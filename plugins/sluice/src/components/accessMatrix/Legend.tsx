import { Text } from '@backstage/ui';
import { LEVELS } from './level';
import styles from './AccessMatrix.module.css';

/** What the icons of the matrix mean. */
export function Legend() {
  return (
    <ul className={styles.legend} aria-label="Levels of access">
      {Object.entries(LEVELS).map(([level, { title, icon, meaning }]) => (
        <li key={level} className={styles.cell} data-level={level}>
          <span className={styles.level}>
            {icon}
            {title}
          </span>
          <Text variant="body-small" color="secondary">
            {meaning}
          </Text>
        </li>
      ))}
    </ul>
  );
}
