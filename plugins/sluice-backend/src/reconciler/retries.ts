/**
 * Refusals that pass by waiting, though the SDK does not retry them. The text
 * says what is being waited for.
 */
const PASSING: {
  when: (name: string, message: string) => boolean;
  what: string;
}[] = [
  {
    when: name =>
      /^(ConcurrentModificationException|OperationTimeoutException|ConcurrentModification|ConditionCheckFailureException|ResourceInUseException|OperationAbortedException|OperationAborted)$/.test(
        name,
      ),
    what: 'another change of the same thing to end',
  },
  {
    when: (name, message) =>
      /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|BandwidthLimit/i.test(
        name,
      ) || /rate exceeded/i.test(message),
    what: 'AWS to take more calls',
  },
  {
    when: name =>
      /^(InternalServiceException|InternalFailure|InternalServerException|InternalServerError|InternalError|ServiceUnavailable|ServiceUnavailableException|ServiceFailure|ServiceFailureException|TimeoutError|RequestTimeout|RequestTimeoutException|NetworkingError|Timeout|ServerTimeout|ECONNRESET|ECONNREFUSED|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT)$/.test(
        name,
      ),
    what: 'the service to answer again',
  },
  {
    // A principal that was just made is not known everywhere at once (IAM
    // User Guide, "Changes that I make are not always immediately visible").
    when: (name, message) =>
      (name === 'MalformedPolicyDocumentException' ||
        name === 'MalformedPolicyDocument' ||
        name === 'InvalidInputException' ||
        name === 'InvalidParameterException' ||
        name === 'InvalidRequestException') &&
      /invalid principal|cannot be assumed|could not assume|not authorized to assume|principal.*(not exist|not found|does not exist)|role.*(not exist|not found|is not valid)/i.test(
        message,
      ),
    what: 'IAM to know the role everywhere',
  },
];

/** What to wait for before trying again; undefined when trying again is no use. */
export function passingReason(error: unknown): string | undefined {
  const { $retryable } = error as { $retryable?: object };
  if ($retryable) return 'the service to answer again';
  // What the network refuses is an `Error` by name, and says what in its code.
  const { name = '', code, message = '' } = error as Error & { code?: unknown };
  return PASSING.find(
    ({ when }) => when(name, message) || when(String(code), message),
  )?.what;
}

/** Pauses that double from one to the other, with some jitter so that rivals part. */
export function* pauses(options: {
  firstMs: number;
  longestMs: number;
}): Generator<number, never> {
  for (let ceiling = options.firstMs; ; ceiling *= 2) {
    yield Math.min(ceiling, options.longestMs) * (0.5 + Math.random() / 2);
  }
}
