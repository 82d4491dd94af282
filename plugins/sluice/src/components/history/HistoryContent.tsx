import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { QueryProvider } from '../QueryProvider';
import { History } from './History';

/** The history of access to a data product. */
export function DataProductHistoryContent() {
  const { entity } = useEntity();
  return (
    <QueryProvider>
      <History of={{ product: stringifyEntityRef(entity) }} />
    </QueryProvider>
  );
}

/** The history of what a team asked for and got. */
export function TeamHistoryContent() {
  const { entity } = useEntity();
  return (
    <QueryProvider>
      <History of={{ team: stringifyEntityRef(entity) }} />
    </QueryProvider>
  );
}
