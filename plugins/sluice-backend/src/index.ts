/**
 * The backend of Sluice: observes accounts, answers who may read what and why.
 *
 * @packageDocumentation
 */
export { sluicePlugin as default } from './plugin';
