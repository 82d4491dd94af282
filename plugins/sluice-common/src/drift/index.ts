export * from './DriftInput';
export * from './findDrift';
export * from './types';
