import { useApi } from '@backstage/frontend-plugin-api';
import { Select } from '@backstage/ui';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import styles from './explorer.module.css';

const WHOLE = ' ';

/** Select of a column, whose first choice is the whole table. */
export function ColumnSelect({
  table,
  value,
  onChange,
}: {
  /** Entity ref. */
  table: string;
  value: string | undefined;
  onChange: (column: string | undefined) => void;
}) {
  const names = useColumns(table);
  const options = value && !names.includes(value) ? [value, ...names] : names;
  return (
    <Select
      label="Column"
      size="small"
      options={[
        { id: WHOLE, label: 'The whole table' },
        ...options.map(name => ({ id: name, label: name })),
      ]}
      value={value ?? WHOLE}
      onChange={key => onChange(key && key !== WHOLE ? String(key) : undefined)}
      className={styles.select}
    />
  );
}

/** Names of a table's columns; none until they are known. */
export function useColumns(table: string): string[] {
  const api = useApi(sluiceApiRef);
  const { data } = useQuery({
    queryKey: ['table', table],
    queryFn: () => api.getTable(table),
  });
  return data?.columns.map(({ name }) => name) ?? [];
}
