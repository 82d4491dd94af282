import { SandboxService } from '../../core';
import { dataCellsFilterOperations } from './dataCellsFilters';
import { grantOperations } from './grants';
import { listPermissionOperations } from './listPermissions';
import { locationOperations } from './locations';
import { optInOperations } from './optIns';
import { rlsPolicyOperations } from './rlsPolicies';
import { settingsOperations } from './settings';
import { tagAssignmentOperations } from './tagAssignments';
import { tagExpressionOperations } from './tagExpressions';
import { tagOperations } from './tags';

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
export { canDescribe, isPermitted } from './visibility';
export { onCreated, onDropped } from './catalogEvents';
export type { AuthorizedAccess, TableInRegion } from './effective';
export type { CatalogObject } from './visibility';

/** AWS Lake Formation with its rules (LF reference A). */
export const lakeFormationService: SandboxService = {
  id: 'LakeFormation',
  operations: {
    ...settingsOperations,
    ...locationOperations,
    ...grantOperations,
    ...listPermissionOperations,
    ...dataCellsFilterOperations,
    ...optInOperations,
    ...rlsPolicyOperations,
    ...tagOperations,
    ...tagAssignmentOperations,
    ...tagExpressionOperations,
  },
};
