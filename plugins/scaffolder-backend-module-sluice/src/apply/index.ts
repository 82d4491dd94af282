export * from './applyDeclaration';
export {
  describeConsequences,
  describeCounts,
  describeFinding,
  describePlan,
  errorsOf,
} from './describePlan';
export { entityPath, planPath, requestPath } from './links';
export { parseDeclaration } from './parseDeclaration';
export { withPlainErrors } from './plainErrors';
