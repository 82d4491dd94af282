import { SandboxService } from '../../core';
import { databaseOperations } from './databases';
import { withEngineTables } from './engineTables';
import { resourcePolicyOperations } from './resourcePolicy';
import { searchOperations } from './search';
import { tableOperations } from './tables';
import { unfilteredMetadataOperations } from './unfilteredMetadata';

/** Glue's Data Catalog, as far as Lake Formation lets the caller see it. */
export const glueService: SandboxService = {
  id: 'Glue',
  operations: withEngineTables({
    ...databaseOperations,
    ...tableOperations,
    ...resourcePolicyOperations,
    ...searchOperations,
    ...unfilteredMetadataOperations,
  }),
};
