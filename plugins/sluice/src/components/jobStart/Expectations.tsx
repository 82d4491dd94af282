import { Flex, NumberField, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { LoadingState } from '../states';
import { type DraftCheck } from './useJobCheck';
import styles from './jobStart.module.css';

type ExpectedRows = Record<string, number>;

/** What a verification expects of each table, to which a person can add how many rows there are. */
export function Expectations({
  check: { data, isChecking },
  value,
  onChange,
}: {
  check: DraftCheck;
  value: ExpectedRows;
  onChange: (value: ExpectedRows) => void;
}) {
  const expectations = data?.expectations;
  return (
    <section aria-label="What is expected" className={styles.answer}>
      <Text as="h3" variant="title-x-small">
        What is expected
      </Text>
      <Text color="secondary">
        A job reads as the team and compares with this. It keeps counts, never
        values.
      </Text>
      {!expectations && isChecking && (
        <LoadingState what="what is expected" rows={2} />
      )}
      {expectations?.length === 0 && (
        <Text>Nothing is declared for this team, and it reads no table.</Text>
      )}
      {expectations && expectations.length > 0 && (
        <ul className={styles.list} aria-label="What is expected of each table">
          {expectations.map(expectation => (
            <li key={expectation.tableEntityRef} className={styles.table}>
              <Expectation
                expectation={expectation}
                rows={value[expectation.tableEntityRef]}
                onChange={rows => {
                  const { [expectation.tableEntityRef]: _, ...others } = value;
                  onChange(
                    Number.isNaN(rows)
                      ? others
                      : { ...others, [expectation.tableEntityRef]: rows },
                  );
                }}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Expectation({
  expectation,
  rows,
  onChange,
}: {
  expectation: SluiceApi.TableExpectation;
  rows: number | undefined;
  onChange: (rows: number) => void;
}) {
  const { name, access, doubt, basis } = expectation;
  const isAsked = access === 'readable' && doubt === undefined;
  return (
    <Flex direction="column" gap="2">
      <Text as="div" weight="bold" className={styles.anywhere}>
        {name}
      </Text>
      {doubt !== undefined && (
        <Text as="div" color="secondary" className={styles.anywhere}>
          Left out. {doubt}
        </Text>
      )}
      {doubt === undefined && access === 'denied' && (
        <Text as="div">Must be denied</Text>
      )}
      {isAsked && <Readable expectation={expectation} />}
      <Text as="div" variant="body-small" color="secondary">
        {basis === 'declared'
          ? 'As it is declared'
          : 'As Lake Formation grants it; nothing is declared'}
      </Text>
      {isAsked && (
        <NumberField
          label={`Rows of ${name}`}
          description={rowsHelp(expectation)}
          minValue={0}
          formatOptions={{ maximumFractionDigits: 0 }}
          value={rows ?? NaN}
          onChange={onChange}
          className={styles.rows}
        />
      )}
    </Flex>
  );
}

function Readable({
  expectation: { columns, rowFilter },
}: {
  expectation: SluiceApi.TableExpectation;
}) {
  return (
    <>
      <Text as="div" title={columns.join(', ')}>
        {columns.length === 1 ? '1 column' : `${columns.length} columns`}
      </Text>
      <Text as="div" className={styles.anywhere}>
        {rowFilter === undefined ? (
          'All rows'
        ) : (
          <>
            Rows where <code className={styles.inlineCode}>{rowFilter}</code>
          </>
        )}
      </Text>
    </>
  );
}

function rowsHelp({ rows, rowsFrom }: SluiceApi.TableExpectation): string {
  return rows !== undefined && rowsFrom === 'snapshot'
    ? `Optional. The present snapshot of the table has ${rows}.`
    : 'Optional. If you know how many there are, they are counted, too.';
}
