import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { Combobox } from '@backstage/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../api';
import { ErrorState } from '../components/states';
import { GrantFormData } from './grant';

/** Chooses among the tables of the catalog. */
export function TablePicker({
  value,
  onChange,
}: {
  /** Entity ref. */
  value?: string;
  onChange: (
    table: Pick<GrantFormData, 'producerAccount' | 'database' | 'table'>,
  ) => void;
}) {
  const catalog = useApi(catalogApiRef);
  const api = useApi(sluiceApiRef);
  const tables = useQuery({
    queryKey: ['tables of the catalog'],
    queryFn: async () => {
      const { items } = await catalog.getEntities({
        filter: { kind: 'Resource', 'spec.type': 'iceberg-table' },
        fields: ['kind', 'metadata.name', 'metadata.namespace'],
      });
      return items.map(entity => ({
        value: stringifyEntityRef(entity),
        label: `${entity.metadata.namespace}: ${entity.metadata.name}`,
      }));
    },
  });
  // An entity's name may be shortened, so the table itself is asked for.
  const choose = useMutation({
    mutationFn: (tableRef: string) => api.getTable(tableRef),
    onSuccess: ({ accountName, ref }) =>
      onChange({
        producerAccount: accountName,
        database: ref.databaseName,
        table: ref.tableName,
      }),
  });
  const error = tables.error ?? choose.error;
  return (
    <>
      <Combobox
        label="Table"
        isRequired
        options={tables.data ?? []}
        selectedKey={value ?? null}
        onSelectionChange={key => key !== null && choose.mutate(`${key}`)}
      />
      {error && <ErrorState error={error} what="the tables" />}
    </>
  );
}
