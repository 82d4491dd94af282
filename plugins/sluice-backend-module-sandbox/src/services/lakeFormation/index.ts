import { SandboxService } from '../../core';
import { dataCellsFilterOperations } from './dataCellsFilters';
import { grantOperations } from './grants';
import { locationOperations } from './locations';
import { optInOperations } from './optIns';
import { settingsOperations } from './settings';

export { authorizedAccess } from './effective';
export { isLakeFormationAdmin } from './administrators';
export { registerCatalogLookup } from './catalogLookup';
export type {
  CatalogLookup,
  LookedUpDatabase,
  LookedUpTable,
} from './catalogLookup';
export { registeredLocation } from './locations';
export { dataLakeSettings } from './settings';

/** AWS Lake Formation with its rules (LF reference A). */
export const lakeFormationService: SandboxService = {
  id: 'LakeFormation',
  operations: {
    ...settingsOperations,
    ...locationOperations,
    ...grantOperations,
    ...dataCellsFilterOperations,
    ...optInOperations,
  },
};
