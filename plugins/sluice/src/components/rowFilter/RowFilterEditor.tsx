import { useId, useRef } from 'react';
import { Flex, Text, TextAreaField } from '@backstage/ui';
import { checkRowFilter, type SluiceApi } from '@sluice/plugin-sluice-common';
import { CompletionList, optionId } from './CompletionList';
import { FilterProblems } from './FilterProblems';
import { RowFilterTrial } from './RowFilterTrial';
import { useCompletions } from './useCompletions';
import styles from './rowFilter.module.css';

/** Lake Formation takes no longer ones. */
const MAX_LENGTH = 2047;

/**
 * A row filter: completed while it is written, checked against the columns of
 * the table, and tried on made-up rows.
 */
export function RowFilterEditor({
  columns,
  value,
  onChange,
  label = 'Row filter',
}: {
  columns: SluiceApi.Column[];
  value: string;
  onChange: (text: string) => void;
  label?: string;
}) {
  const statusId = useId();
  const listId = useId();
  const field = useRef<HTMLDivElement>(null);
  const completions = useCompletions({ field, columns, text: value, onChange });
  const { isOpen, active } = completions;
  const isEmpty = value.trim() === '';
  const problems = isEmpty ? [] : checkRowFilter(value, columns).problems;
  const isFine = !isEmpty && problems.length === 0;
  return (
    <Flex direction="column" gap="2">
      <div className={styles.editor} ref={field}>
        <TextAreaField
          label={label}
          description="Rows to read, such as: state in ('Texas', 'New York'). All rows if empty. Ctrl+Space shows what can stand at the cursor."
          value={value}
          onChange={text => {
            onChange(text);
            completions.open();
          }}
          onKeyDown={event => {
            // What is for the list must not reach the dialog around the form.
            if (!completions.press(event)) event.continuePropagation();
          }}
          onBlur={completions.close}
          maxLength={MAX_LENGTH}
          isInvalid={problems.length > 0}
          aria-describedby={statusId}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={isOpen ? listId : undefined}
          aria-activedescendant={
            isOpen && active >= 0 ? optionId(listId, active) : undefined
          }
        />
        {isOpen && (
          <CompletionList
            id={listId}
            items={completions.items}
            active={active}
            onChoose={completions.choose}
          />
        )}
      </div>
      <div id={statusId} role="status">
        <FilterProblems text={value} problems={problems} />
        {isFine && (
          <Text color="secondary">Lake Formation takes this filter.</Text>
        )}
      </div>
      {isFine && <RowFilterTrial columns={columns} filter={value} />}
    </Flex>
  );
}
