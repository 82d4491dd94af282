export * from './DriftInput';
export * from './types';
