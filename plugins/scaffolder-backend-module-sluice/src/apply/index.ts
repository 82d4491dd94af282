export * from './applyDeclaration';
export { describeCounts, describePlan, errorsOf } from './describePlan';
export { entityPath, planPath } from './links';
export { parseDeclaration } from './parseDeclaration';
export { withPlainErrors } from './plainErrors';
