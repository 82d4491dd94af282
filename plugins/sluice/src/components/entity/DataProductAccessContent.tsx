import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { AccessMatrix } from '../accessMatrix';
import { QueryProvider } from '../QueryProvider';

/** The access matrix of one data product. */
export function DataProductAccessContent() {
  const { entity } = useEntity();
  return (
    <QueryProvider>
      <AccessMatrix products={[stringifyEntityRef(entity)]} />
    </QueryProvider>
  );
}
