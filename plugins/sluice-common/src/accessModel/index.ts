export * from './access';
export * from './observation';
export * from './permissions';
export * from './tables';
