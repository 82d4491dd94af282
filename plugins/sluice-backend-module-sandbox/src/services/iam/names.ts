import { AwsError } from '../../core';

const NAME = /^[\w+=,.@-]{1,64}$/;
const PATH = /^\/(?:[\u0021-\u007E]+\/)?$/;

/**
 * @param member - of the input, for the message
 * @throws AwsError `ValidationError`
 */
export function checkName(name: string, member: string): void {
  if (!NAME.test(name)) {
    throw new AwsError(
      'ValidationError',
      `The specified value for ${member} is invalid: "${name}". It must contain only alphanumeric characters and/or the following: +=,.@_-, and at most 64 of them`,
      400,
    );
  }
}

/** @throws AwsError `ValidationError` */
export function checkPath(path: string): void {
  if (!PATH.test(path)) {
    throw new AwsError(
      'ValidationError',
      `The specified value for path is invalid: "${path}". It must begin and end with / and contain only alphanumeric characters and/or / characters.`,
      400,
    );
  }
}
