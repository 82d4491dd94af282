import { AwsError } from '../../core';

/** The patterns and lengths of the service's model (botocore 1.43, emr-containers). */
const RULES = {
  name: { pattern: /^[.\-_/#A-Za-z0-9]+$/, max: 64 },
  sessionTagValue: { pattern: /^[.\-_/#A-Za-z0-9 ]+$/, max: 512 },
  clusterId: { pattern: /^[0-9A-Za-z][A-Za-z0-9\-_]*$/, max: 100 },
  namespace: { pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, max: 63 },
  roleArn: {
    pattern:
      /^arn:(aws[a-zA-Z0-9-]*):iam::(\d{12})?:(role((\u002F)|(\u002F[\u0021-\u007F]+\u002F))[\w+=,.@-]+)$/,
    max: 2048,
  },
  /** Lake Formation jobs on EKS begin with release 7.7 (rule V1); the label's form is the model's. */
  releaseLabel: { pattern: /^emr-\d+\.\d+\.\d+-(latest|\d{8})$/, max: 64 },
} as const;

export function validationError(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** @throws AwsError `ValidationException` naming the member and what it must look like. */
export function checkMember(
  member: string,
  value: string | undefined,
  rule: keyof typeof RULES,
): asserts value is string {
  const { pattern, max } = RULES[rule];
  if (!value) throw validationError(`${member} is required.`);
  if (value.length > max) {
    throw validationError(
      `${member} must be at most ${max} characters, but has ${value.length}.`,
    );
  }
  if (!pattern.test(value)) {
    throw validationError(
      `${member} "${value}" does not match ${pattern.source}.`,
    );
  }
}
