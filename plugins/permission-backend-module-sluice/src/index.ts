/**
 * The default permission policy of Sluice.
 *
 * @packageDocumentation
 */
export { permissionModuleSluice as default } from './module';
export { SluicePermissionPolicy } from './SluicePermissionPolicy';
export type { Personas } from './personas';
