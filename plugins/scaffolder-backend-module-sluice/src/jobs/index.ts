export { draftOf } from './draftOf';
export { followToTheEnd } from './followToTheEnd';
export { isFailure, judgeRun } from './judgeRun';
export { startJobRun } from './startJobRun';
