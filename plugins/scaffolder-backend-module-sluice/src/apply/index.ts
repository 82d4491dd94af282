export * from './applyDeclaration';
export {
  describeConsequences,
  describeCounts,
  describeFinding,
  describePlan,
  errorsOf,
} from './describePlan';
export {
  attestationPath,
  entityPath,
  jobRunPath,
  planPath,
  requestPath,
} from './links';
export { lookUntil } from './lookUntil';
export { parseDeclaration } from './parseDeclaration';
export { withPlainErrors } from './plainErrors';
