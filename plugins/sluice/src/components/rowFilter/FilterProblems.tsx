import { Alert, Text } from '@backstage/ui';
import type { RowFilterProblem } from '@sluice/plugin-sluice-common';
import styles from './rowFilter.module.css';

/** What is wrong with a row filter, and where. */
export function FilterProblems({
  text,
  problems,
}: {
  text: string;
  problems: RowFilterProblem[];
}) {
  return (
    <>
      {problems.map((problem, index) => (
        <Alert
          key={index}
          status="danger"
          icon
          title={problem.message}
          description={<Where text={text} problem={problem} />}
        />
      ))}
    </>
  );
}

/** The text with the part that is wrong marked, and what could stand there. */
function Where({
  text,
  problem: { start, end, expected },
}: {
  text: string;
  problem: RowFilterProblem;
}) {
  return (
    <>
      <Text as="div">
        At character {start + 1}:{' '}
        <code className={styles.code}>
          {text.slice(0, start)}
          <mark>{text.slice(start, end) || '▯'}</mark>
          {text.slice(end)}
        </code>
      </Text>
      {expected.length > 0 && (
        <Text as="div">Expected: {expected.join(', ')}</Text>
      )}
    </>
  );
}
