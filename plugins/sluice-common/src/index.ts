/**
 * The domain of Sluice. Pure TypeScript: no I/O, runs in browser and server.
 *
 * @packageDocumentation
 */
export * from './accessModel';
export * from './apiClient';
export * from './athenaSql';
export * from './attestations';
export * from './blueprints';
export * from './bypasses';
export * from './changes';
export * from './consequences';
export * from './declarations';
export * from './drift';
export * from './effectiveAccess';
export * from './entities';
export * from './explorer';
export * from './hypothetical';
export * from './iamAccess';
export * from './iamDocuments';
export * from './permissionDefinitions';
export * from './permissions';
export * from './planExport';
export * from './preflight';
export * from './requests';
export * from './resources';
export * from './rowFilter';
export * from './sparkConfiguration';
export * from './stages';
