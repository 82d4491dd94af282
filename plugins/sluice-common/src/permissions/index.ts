export { normalizeDataCellsFilter } from './dataCellsFilters';
export { normalizePermissions, permissionId } from './normalizePermissions';
export { parsePrincipal, printPrincipal } from './principals';
export * from './rawTypes';
export { parsePermissionResource } from './resources';
export * from './printResource';
export { createPermissionPool } from './permissionPool';
