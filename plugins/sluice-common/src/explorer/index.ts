export { explainAccess, type ExplanationQuestion } from './explainAccess';
export { type ExplanationNames } from './picture';
export { rowSight } from './rowSight';
export * from './types';
