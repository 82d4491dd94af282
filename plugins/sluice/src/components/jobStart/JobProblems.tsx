import { RiErrorWarningLine, RiAlertLine } from '@remixicon/react';
import { Button, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import styles from './jobStart.module.css';

const SEVERITIES: Record<
  SluiceApi.JobProblem['severity'],
  { title: string; icon: JSX.Element }
> = {
  error: { title: 'Error', icon: <RiErrorWarningLine aria-hidden size={16} /> },
  warning: { title: 'Warning', icon: <RiAlertLine aria-hidden size={16} /> },
};

/** What is wrong with a job, errors first, and where. */
export function JobProblems({
  problems,
  onChooseLine,
}: {
  problems: SluiceApi.JobProblem[];
  /** Shows a line of the script, where its text is here. */
  onChooseLine?: (line: number) => void;
}) {
  const sorted = [...problems].sort(
    (a, b) => rankOf(a) - rankOf(b) || (a.line ?? 0) - (b.line ?? 0),
  );
  return (
    <ul className={styles.list} aria-label="Problems">
      {sorted.map((problem, index) => (
        <li
          key={index}
          className={styles.problem}
          data-severity={problem.severity}
        >
          {SEVERITIES[problem.severity].icon}
          <div className={styles.anywhere}>
            <Text as="div" weight="bold">
              {SEVERITIES[problem.severity].title}, rule {problem.rule}
            </Text>
            <Text as="div">{problem.message}</Text>
            <Place problem={problem} onChooseLine={onChooseLine} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function rankOf({ severity }: SluiceApi.JobProblem): number {
  return severity === 'error' ? 0 : 1;
}

function Place({
  problem: { line, column },
  onChooseLine,
}: {
  problem: SluiceApi.JobProblem;
  onChooseLine?: (line: number) => void;
}) {
  if (line === undefined) return null;
  const place = column === undefined ? `${line}` : `${line}:${column}`;
  return onChooseLine ? (
    <Button variant="tertiary" size="small" onPress={() => onChooseLine(line)}>
      Go to line {place}
    </Button>
  ) : (
    <Text as="div" variant="body-small" color="secondary">
      Line {place}
    </Text>
  );
}
