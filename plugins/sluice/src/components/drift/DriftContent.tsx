import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { QueryProvider } from '../QueryProvider';
import { DriftList } from './DriftList';

/** Where the access to a data product is not what is declared. */
export function DataProductDriftContent() {
  const { entity } = useEntity();
  return (
    <QueryProvider>
      <DriftList
        of="product"
        filter={{ product: stringifyEntityRef(entity) }}
      />
    </QueryProvider>
  );
}

/** Where the access of a team is not what is declared. */
export function TeamDriftContent() {
  const { entity } = useEntity();
  return (
    <QueryProvider>
      <DriftList of="team" filter={{ team: stringifyEntityRef(entity) }} />
    </QueryProvider>
  );
}
