import { SluiceApi } from '@sluice/plugin-sluice-common';

/** What would run as lines of a log: what it costs, what it expects, what is wrong. */
export function describeCheck({
  cost,
  expectations = [],
  problems,
}: SluiceApi.JobCheck): string[] {
  return [
    `At most ${cost.vcpu} vCPU and ${cost.memoryGb} GB of memory at once, about ${cost.usdPerHour} USD an hour without the machines.`,
    ...expectations.map(describeExpectation),
    ...problems.map(describeProblem),
  ];
}

/** `error V4, line 7: …`. */
export function describeProblem({
  rule,
  severity,
  message,
  line,
}: SluiceApi.JobProblem): string {
  const place = line === undefined ? '' : `, line ${line}`;
  return `${severity} ${rule}${place}: ${message}`;
}

function describeExpectation({
  name,
  access,
  columns,
  rowFilter,
  rows,
}: SluiceApi.TableExpectation): string {
  if (access === 'denied') return `Expected of ${name}: it is denied`;
  const parts = [
    `columns ${columns.join(', ')}`,
    rowFilter === undefined ? 'all rows' : `rows where ${rowFilter}`,
    ...(rows === undefined ? [] : [`${rows} of them`]),
  ];
  return `Expected of ${name}: ${parts.join('; ')}`;
}

/** Why a run did not do what it was started for. */
export function describeFailure({
  name,
  state,
  failureReason,
  stateDetails,
  explanation,
}: SluiceApi.JobRun): string {
  const reasons = [failureReason ?? stateDetails, explanation].filter(Boolean);
  return [`${name} is ${state}.`, ...reasons].join(' ');
}
