import { useId } from 'react';
import { Alert, Flex, Text, TextAreaField } from '@backstage/ui';
import {
  checkRowFilter,
  RowFilterProblem,
  type SluiceApi,
} from '@sluice/plugin-sluice-common';

/** Lake Formation takes no longer ones. */
const MAX_LENGTH = 2047;

/** A row filter, checked against the columns of the table while it is written. */
export function RowFilterEditor({
  columns,
  value,
  onChange,
}: {
  columns: SluiceApi.Column[];
  value: string;
  onChange: (text: string) => void;
}) {
  const statusId = useId();
  const problems = value.trim() ? checkRowFilter(value, columns).problems : [];
  return (
    <Flex direction="column" gap="2">
      <TextAreaField
        label="Row filter"
        description="Rows to read, such as: state in ('Texas', 'New York'). All rows if empty."
        value={value}
        onChange={onChange}
        maxLength={MAX_LENGTH}
        isInvalid={problems.length > 0}
        aria-describedby={statusId}
      />
      <div id={statusId} role="status">
        {problems.map((problem, index) => (
          <Alert
            key={index}
            status="danger"
            icon
            title={problem.message}
            description={<Where text={value} problem={problem} />}
          />
        ))}
        {value.trim() && problems.length === 0 && (
          <Text color="secondary">Lake Formation takes this filter.</Text>
        )}
      </div>
    </Flex>
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
      <code>
        {text.slice(0, start)}
        <mark>{text.slice(start, end) || '▯'}</mark>
        {text.slice(end)}
      </code>
      {expected.length > 0 && (
        <Text as="div">Expected: {expected.join(', ')}</Text>
      )}
    </>
  );
}
