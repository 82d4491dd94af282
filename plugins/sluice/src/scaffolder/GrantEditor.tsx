import { useApi } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { Flex } from '@backstage/ui';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../api';
import { QueryProvider } from '../components/QueryProvider';
import { RowFilterEditor } from '../components/rowFilter';
import { ErrorState, LoadingState } from '../components/states';
import { ColumnsPicker } from './ColumnsPicker';
import { GrantFormData, tableRefOf } from './grant';

import { TablePicker } from './TablePicker';

type Props = FieldExtensionComponentProps<
  GrantFormData,
  {
    /** Keeps `all columns` from being asked for. */
    namedColumnsOnly?: boolean;
  }
>;

/**
 * Form field: a table, and which of its columns and rows are read. One field,
 * since columns and row filter are those of the table that was chosen in it.
 */
export function GrantEditor({ formData = {}, onChange, uiSchema }: Props) {
  const tableRef = tableRefOf(formData);
  const change = (part: GrantFormData) => onChange({ ...formData, ...part });
  return (
    <QueryProvider>
      <Flex direction="column" gap="4">
        <TablePicker
          value={tableRef}
          // What was chosen of another table means nothing here.
          onChange={table => onChange({ ...table, columns: [] })}
        />
        {tableRef && (
          <TableParts
            tableRef={tableRef}
            grant={formData}
            namedColumnsOnly={
              uiSchema?.['ui:options']?.namedColumnsOnly ?? false
            }
            onChange={change}
          />
        )}
      </Flex>
    </QueryProvider>
  );
}

function TableParts({
  tableRef,
  grant,
  namedColumnsOnly,
  onChange,
}: {
  tableRef: string;
  grant: GrantFormData;
  namedColumnsOnly: boolean;
  onChange: (part: GrantFormData) => void;
}) {
  const api = useApi(sluiceApiRef);
  const table = useQuery({
    queryKey: ['table', tableRef],
    queryFn: () => api.getTable(tableRef),
  });
  if (table.error) return <ErrorState error={table.error} what="the table" />;
  if (!table.data) return <LoadingState what="the table" />;
  const { columns } = table.data;
  return (
    <>
      <ColumnsPicker
        columns={columns}
        value={grant.columns ?? []}
        allColumns={grant.allColumns ?? false}
        namedOnly={namedColumnsOnly}
        onChange={onChange}
      />
      <RowFilterEditor
        columns={columns}
        value={grant.rowFilter ?? ''}
        onChange={rowFilter => onChange({ rowFilter: rowFilter || undefined })}
      />
    </>
  );
}
