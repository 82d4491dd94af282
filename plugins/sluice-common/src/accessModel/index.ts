export * from './access';
export * from './observation';
export * from './observationDelta';
export * from './permissions';
export * from './tables';
