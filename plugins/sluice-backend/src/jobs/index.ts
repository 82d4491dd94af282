export { createJobs, startJobs, type Jobs } from './createJobs';
export { explanationOf } from './explanations';
export { type LogStream } from './driverLogs';
export { LONGEST_SCRIPT_BYTES, type PreparedJob } from './JobPreparation';
export { type JobRunPosition, type KeptJobRun } from './JobRunStore';
export { daysOf, readJobsConfig, type JobsConfig } from './readJobsConfig';
export { VERIFICATION_SCRIPT } from './ScriptLibrary';
export { isTerminal } from './states';
export { shownArguments } from './verificationArguments';
