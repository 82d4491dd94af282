import { Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { ReasonChain } from '../accessDetails/ReasonChain';
import { rowsText } from '../accessMatrix/level';
import styles from './explorer.module.css';

/** Each way from the table to the principal, step by step. */
export function WayList({ ways }: { ways: SluiceApi.AccessWay[] }) {
  return (
    <ol className={styles.ways}>
      {ways.map(({ id, columns, rows, steps }) => (
        <li key={id}>
          {columns.length > 0 && (
            <Text as="p" variant="body-small" color="secondary">
              Opens{' '}
              {columns.length === 1 ? '1 column' : `${columns.length} columns`}
              {`, ${rowsText(rows) ?? 'every row'}: ${columns.join(', ')}`}
            </Text>
          )}
          <ReasonChain
            reasons={steps.map(({ text, effect, rows: listed, node }) => ({
              kind: node.kind,
              text,
              effect,
              rows: listed,
            }))}
          />
        </li>
      ))}
    </ol>
  );
}
