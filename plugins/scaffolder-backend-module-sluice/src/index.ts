/**
 * Scaffolder actions of Sluice.
 *
 * @packageDocumentation
 */
export { scaffolderModuleSluice as default } from './module';
