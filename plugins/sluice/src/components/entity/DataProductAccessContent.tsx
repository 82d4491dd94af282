import { useSearchParams } from 'react-router-dom';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Flex } from '@backstage/ui';
import type { DataProductEntityV1alpha1 } from '@sluice/plugin-sluice-common';
import { AccessMatrix } from '../accessMatrix';
import { QueryProvider } from '../QueryProvider';
import { RequestAccessButton } from '../requestAccess';
import { servedTablesOf } from './tableRefsOf';

/** The access matrix of one data product, and the way to ask for more. */
export function DataProductAccessContent() {
  const { entity } = useEntity<DataProductEntityV1alpha1>();
  const [search] = useSearchParams();
  return (
    <QueryProvider>
      <Flex direction="column" gap="4">
        {/* Nothing can be asked for in the past. */}
        {!search.get('at') && (
          <RequestAccessButton tables={servedTablesOf(entity)} />
        )}
        <AccessMatrix products={[stringifyEntityRef(entity)]} />
      </Flex>
    </QueryProvider>
  );
}
