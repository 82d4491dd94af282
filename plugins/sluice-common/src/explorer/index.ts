export { explainAccess, type ExplanationQuestion } from './explainAccess';
export { type ExplanationNames } from './picture';
export * from './types';
