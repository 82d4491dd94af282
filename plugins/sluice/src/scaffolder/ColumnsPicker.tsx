import { Checkbox, CheckboxGroup, Flex, Switch } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { GrantFormData } from './grant';

/**
 * Columns to read. All of them have to be asked for, since that gives the
 * columns of the future as well.
 */
export function ColumnsPicker({
  columns,
  value,
  allColumns,
  onChange,
}: {
  columns: SluiceApi.Column[];
  value: string[];
  allColumns: boolean;
  onChange: (part: Pick<GrantFormData, 'columns' | 'allColumns'>) => void;
}) {
  return (
    <Flex direction="column" gap="2">
      <Switch
        label="All columns, those added later included"
        isSelected={allColumns}
        onChange={all => onChange({ allColumns: all, columns: [] })}
      />
      {!allColumns && (
        <CheckboxGroup
          label="Columns"
          description="Columns that are added to the table later stay hidden"
          value={value}
          onChange={chosen =>
            // In the order of the table, whatever the order of the clicks.
            onChange({
              columns: columns
                .map(({ name }) => name)
                .filter(name => chosen.includes(name)),
            })
          }
        >
          {columns.map(({ name, type, classification }) => (
            <Checkbox key={name} value={name}>
              {[name, type, classification].filter(Boolean).join(' · ')}
            </Checkbox>
          ))}
        </CheckboxGroup>
      )}
    </Flex>
  );
}
