import { useMemo } from 'react';
import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Alert,
  Text,
} from '@backstage/ui';
import {
  ExactDecimal,
  type RowFilterVerdict,
  type SluiceApi,
  tryRowFilter,
} from '@sluice/plugin-sluice-common';
import styles from './rowFilter.module.css';

/** Of each kind: enough to see what the filter does. */
const SHOWN_ROWS = 4;
/** Columns beside those that the filter names; more do not fit. */
const SHOWN_COLUMNS = 6;

const SURPRISES: Partial<Record<RowFilterVerdict, string>> = {
  'all rows': 'Every row that the table could hold matches this filter.',
  'no row': 'No row that the table could hold matches this filter.',
};

/**
 * Tries a filter that has no problems on rows that are made up from the schema:
 * whoever asks may not be allowed to see data.
 */
export function RowFilterTrial({
  columns,
  filter,
}: {
  columns: SluiceApi.Column[];
  filter: string;
}) {
  const trial = useMemo(() => tryRowFilter(filter, columns), [filter, columns]);
  const surprise = SURPRISES[trial.verdict];
  const names = trial.columns.slice(0, SHOWN_COLUMNS);
  const rows = [true, false].flatMap(matches =>
    trial.rows.filter(row => row.matches === matches).slice(0, SHOWN_ROWS),
  );
  return (
    <>
      {surprise && <Alert status="warning" icon title={surprise} />}
      <Accordion>
        <AccordionTrigger
          level={4}
          title={`${trial.matching} of ${trial.total} made-up rows match`}
          subtitle="Show some of them"
        />
        <AccordionPanel>
          <Text variant="body-small" color="secondary">
            These rows are made up from the schema. None of them is data of the
            table, and the share that matches says nothing about how many rows
            of the table do.
          </Text>
          <div className={styles.scroll}>
            <table className={styles.rows} aria-label="Made-up rows">
              <thead>
                <tr>
                  <th scope="col">Matches</th>
                  {names.map(name => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map(({ values, matches }, index) => (
                  <tr key={index} data-matches={matches}>
                    <td>{matches ? 'yes' : 'no'}</td>
                    {names.map(name => (
                      <td key={name}>{cellText(values[name])}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </AccordionPanel>
      </Accordion>
    </>
  );
}

/** A made-up value as text. */
function cellText(value: unknown): string {
  const plain = plainOf(value);
  return typeof plain === 'object' && plain !== null
    ? JSON.stringify(plain, (_, part) => plainOf(part))
    : String(plain ?? null);
}

/** JSON has neither large integers nor exact decimals. */
function plainOf(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  return value instanceof ExactDecimal ? value.text : value;
}
