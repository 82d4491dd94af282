import { type ReactNode, useId, useState } from 'react';
import {
  Badge,
  Button,
  Checkbox,
  CheckboxGroup,
  Flex,
  SearchField,
  Text,
} from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import styles from './rowFilter.module.css';

/** More columns than this are searched rather than looked through. */
const SEARCHED_FROM = 16;

/** The columns of a table, to choose those that are read. */
export function ColumnChecklist({
  columns,
  value,
  onChange,
  label = 'Columns',
  description,
  noteOf = () => undefined,
}: {
  columns: SluiceApi.Column[];
  /** Names. */
  value: string[];
  onChange: (names: string[]) => void;
  label?: string;
  description?: string;
  /** What choosing a column entails. */
  noteOf?: (column: SluiceApi.Column) => ReactNode;
}) {
  const [search, setSearch] = useState('');
  const shown = columns.filter(({ name }) =>
    name.toLowerCase().includes(search.trim().toLowerCase()),
  );
  const select = (names: string[]) =>
    // In the order of the table, whatever the order of the clicks.
    onChange(
      columns.map(({ name }) => name).filter(name => names.includes(name)),
    );
  return (
    <Flex direction="column" gap="2">
      <CheckboxGroup
        label={label}
        description={description}
        value={value}
        onChange={select}
      >
        {columns.length >= SEARCHED_FROM && (
          <SearchField
            aria-label={`Find in ${label}`}
            placeholder="Find a column"
            size="small"
            value={search}
            onChange={setSearch}
          />
        )}
        <div className={styles.columns}>
          {shown.map(column => (
            <ColumnChoice
              key={column.name}
              column={column}
              note={noteOf(column)}
            />
          ))}
          {shown.length === 0 && (
            <Text color="secondary">No column has that in its name.</Text>
          )}
        </div>
      </CheckboxGroup>
      <Flex align="center" gap="2" className={styles.wrap}>
        <Text variant="body-small" color="secondary" aria-live="polite">
          {value.length} of {columns.length} selected
        </Text>
        <Button
          size="small"
          variant="tertiary"
          aria-label={`Select all of ${label}`}
          isDisabled={value.length === columns.length}
          onPress={() => select(columns.map(({ name }) => name))}
        >
          Select all
        </Button>
        <Button
          size="small"
          variant="tertiary"
          aria-label={`Select none of ${label}`}
          isDisabled={value.length === 0}
          onPress={() => onChange([])}
        >
          Select none
        </Button>
      </Flex>
    </Flex>
  );
}

function ColumnChoice({
  column: { name, type, classification, comment, partitionTransform },
  note,
}: {
  column: SluiceApi.Column;
  note: ReactNode;
}) {
  const detailsId = useId();
  const hasDetails = Boolean(comment || partitionTransform || note);
  return (
    <div className={styles.column}>
      <Checkbox
        value={name}
        aria-describedby={hasDetails ? detailsId : undefined}
      >
        {[name, type, classification].filter(Boolean).join(' · ')}
      </Checkbox>
      {hasDetails && (
        <div id={detailsId} className={styles.details}>
          {comment && <span>{comment}</span>}
          {partitionTransform && (
            <Badge size="small">{`Partition: ${partitionTransform}`}</Badge>
          )}
          {note}
        </div>
      )}
    </div>
  );
}
