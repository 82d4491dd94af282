import type { ReactNode } from 'react';
import styles from './entity.module.css';

/** Terms and what they are; a fact that is not known is left out. */
export function Facts({ facts }: { facts: [term: string, fact: ReactNode][] }) {
  return (
    <dl className={styles.facts}>
      {facts
        .filter(([, fact]) => Boolean(fact))
        .flatMap(([term, fact]) => [
          <dt key={term}>{term}</dt>,
          <dd key={`${term}:`}>{fact}</dd>,
        ])}
    </dl>
  );
}
