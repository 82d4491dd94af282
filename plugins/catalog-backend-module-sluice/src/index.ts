/**
 * Brings data products, tables and grants into the catalog.
 *
 * @packageDocumentation
 */
export { catalogModuleSluice as default } from './module';
export { sluiceCatalogModelLayer } from './model/layer';
export * from './model/relations';
