export { AccessService } from './AccessService';
export { AccessSnapshot } from './AccessSnapshot';
export type { AccountState } from './AccessSnapshot';
export { ObservedWorld } from './ObservedWorld';
export type { TableEntry } from './TableEntries';
export { TeamDirectory } from './TeamDirectory';
export type { Directory, Product, Team } from './TeamDirectory';
