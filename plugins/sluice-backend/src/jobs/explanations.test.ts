import { explanationOf } from './explanations';

const failed = (stateDetails?: string, failureReason?: string) =>
  explanationOf({ state: 'FAILED', stateDetails, failureReason });

describe('what the end of a run means', () => {
  it.each<[string, string | undefined, string, RegExp]>([
    ['a denial', 'The driver exited with code 77.', 'USER_ERROR', /ask for/],
    ['a verification', 'exit code: 65', 'USER_ERROR', /attestation says what/],
    ['an error', 'ExitCode 70', 'USER_ERROR', /nothing is known/],
    ['memory', 'exit code 137', 'USER_ERROR', /more memory for the driver/],
    ['an unknown code', 'exited with exit code 42', 'USER_ERROR', /code 42/],
    [
      'another account',
      'Either glue.id or glue.account-id is set with non-default account',
      'USER_ERROR',
      /rule V8/,
    ],
    [
      'no Region',
      'Cannot initialize X, please set client.region',
      '',
      /Region/,
    ],
    [
      'the system driver',
      'Spark FGAC experienced an internal error(8f2)',
      'INTERNAL_ERROR',
      /AWS support the id/,
    ],
    ['no reason but one', undefined, 'USER_ERROR', /end of its stderr/],
    ['a bad request', undefined, 'VALIDATION_ERROR', /not fit to run/],
    ['no cluster', undefined, 'CLUSTER_UNAVAILABLE', /EKS cluster/],
    ['AWS', undefined, 'INTERNAL_ERROR', /AWS support/],
    ['nothing at all', undefined, '', /EMR says no more/],
    [
      'a run that EMR forgot',
      "ResourceNotFoundException: Job run 1 doesn't exist.",
      '',
      /no longer knows/,
    ],
  ])('tells %s', (_, details, reason, meaning) => {
    expect(failed(details, reason)).toMatch(meaning);
  });

  it('tells a refusal by what was refused', () => {
    const refused = (stateDetails: string) =>
      explanationOf({ state: 'REFUSED', stateDetails });
    expect(refused('AccessDeniedException: no')).toMatch(/Attach the policy/);
    expect(refused('NoSuchBucket: x')).toMatch(/jobs bucket is not there/);
    expect(refused('ValidationException: x')).toMatch(/nothing was started/);
  });

  it('has nothing to say of what is plain', () => {
    expect(explanationOf({ state: 'COMPLETED' })).toBeUndefined();
    expect(explanationOf({ state: 'RUNNING' })).toBeUndefined();
  });
});
