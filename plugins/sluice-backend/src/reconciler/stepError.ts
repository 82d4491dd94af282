import { PlanStep, StepError } from '@sluice/plugin-sluice-common';

/** The world is not as it was when the plan was made. */
export class WorldChangedError extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'WorldChangedError';
  }
}

/** This backend slept for so long that another took over what it was to change. */
export class LockLostError extends Error {
  constructor(what: string) {
    super(`Another backend has come to change ${what}`);
    this.name = 'LockLostError';
  }
}

/** Something did not come about in time. */
export class WaitedTooLongError extends Error {
  constructor(what: string, afterMs: number) {
    super(`Waited ${Math.round(afterMs / 1000)} s for ${what}, in vain`);
    this.name = 'WaitedTooLongError';
  }
}

/** What happened, to what, and what the person in charge does next. */
export function toStepError(error: unknown, step: PlanStep): StepError {
  const { name, message } =
    error instanceof Error ? error : { name: 'Error', message: String(error) };
  return {
    name,
    message: message || 'no message',
    advice: adviceOn(`${name} ${message}`, step),
  };
}

function adviceOn(text: string, { account }: PlanStep): string {
  if (/WorldChanged/.test(text)) {
    return 'Make a new plan: it starts from what is there now.';
  }
  if (/AccessDenied|Unauthorized|Forbidden|not authorized/i.test(text)) {
    return `Give the role that Sluice uses in account '${account}' the rights of plugins/sluice-backend/iam, make it a data lake administrator, then resume.`;
  }
  if (
    /ExpiredToken|InvalidClientTokenId|CredentialsProvider|UnrecognizedClient/i.test(
      text,
    )
  ) {
    return `Check the credentials for account '${account}' in aws.accounts, then resume.`;
  }
  if (/LimitExceeded|QuotaExceeded|ServiceQuota/i.test(text)) {
    return 'Make room, or have AWS raise the quota, then resume.';
  }
  if (/WaitedTooLong/.test(text)) {
    return 'Look whether it has come about meanwhile, then resume; nothing is done twice.';
  }
  if (
    /LockLost|Throttl|TooManyRequests|Timeout|ServiceUnavailable|Internal/i.test(
      text,
    )
  ) {
    return 'Resume: the step is tried again, and nothing is done twice.';
  }
  return 'Correct the cause and resume, or undo what was done so far.';
}
