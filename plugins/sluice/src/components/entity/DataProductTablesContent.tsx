import { useEntity } from '@backstage/plugin-catalog-react';
import { Flex } from '@backstage/ui';
import type { DataProductEntityV1alpha1 } from '@sluice/plugin-sluice-common';
import { QueryProvider } from '../QueryProvider';
import { EmptyState } from '../states';
import { TableDetails } from './TableDetails';
import { servedTablesOf } from './tableRefsOf';

/** The schema of each table that a data product serves. */
export function DataProductTablesContent() {
  const tables = servedTablesOf(useEntity<DataProductEntityV1alpha1>().entity);
  return (
    <QueryProvider>
      {tables.length === 0 && (
        <EmptyState title="No tables">
          This data product serves no table yet. Its owner names them under
          spec.outputPorts of its descriptor.
        </EmptyState>
      )}
      <Flex direction="column" gap="4">
        {tables.map(table => (
          <TableDetails key={table} tableRef={table} />
        ))}
      </Flex>
    </QueryProvider>
  );
}
