export { applyHypothetical, hypotheticalDeltas } from './applyHypothetical';
export * from './HypotheticalChange';
export { HypotheticalError } from './HypotheticalError';
export { hypotheticalConsequences } from './hypotheticalConsequences';
