import { Flex, Switch } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { ColumnChecklist } from '../components/rowFilter';
import { GrantFormData } from './grant';

/**
 * Columns to read. All of them have to be asked for, since that gives the
 * columns of the future as well.
 */
export function ColumnsPicker({
  columns,
  value,
  allColumns,
  namedOnly,
  onChange,
}: {
  columns: SluiceApi.Column[];
  value: string[];
  allColumns: boolean;
  /** Where all of them cannot be asked for. */
  namedOnly: boolean;
  onChange: (part: Pick<GrantFormData, 'columns' | 'allColumns'>) => void;
}) {
  return (
    <Flex direction="column" gap="2">
      {!namedOnly && (
        <Switch
          label="All columns, those added later included"
          isSelected={allColumns}
          onChange={all => onChange({ allColumns: all, columns: [] })}
        />
      )}
      {!allColumns && (
        <ColumnChecklist
          columns={columns}
          value={value}
          description="Columns that are added to the table later stay hidden"
          onChange={chosen => onChange({ columns: chosen })}
        />
      )}
    </Flex>
  );
}
