export { Differences } from './Differences';
export { jsonText } from './jsonText';
export { PlanView } from './PlanView';
export type { PlanViewProps } from './PlanView';
export { summaryOf } from './stepActions';
export { StepFailure } from './StepProgress';
