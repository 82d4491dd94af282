import { SandboxService } from '../core';
import { SERVICE_MODELS } from '../wire/models';
import { authorize } from './iam/authorization';

/** These decide by more than IAM what a job may do. */
const DECIDE_THEMSELVES = ['Glue', 'S3'];

/** Nobody can be forbidden to ask who it is. */
const OPEN_TO_ALL = ['GetCallerIdentity'];

/**
 * Holds a job to its role's policies with services that otherwise keep policies
 * and do not enforce them: a script that could assume another role, or change a
 * grant, would read more than Lake Formation lets it.
 */
export function withRightsOfJobs(service: SandboxService): SandboxService {
  if (DECIDE_THEMSELVES.includes(service.id)) return service;
  const prefix = [...SERVICE_MODELS.values()].find(
    ({ id }) => id === service.id,
  )!.signingName;
  return {
    ...service,
    operations: Object.fromEntries(
      Object.entries(service.operations).map(([operation, handler]) => [
        operation,
        (input, context) => {
          const { world, caller } = context;
          if (
            caller.engineOf !== undefined &&
            !OPEN_TO_ALL.includes(operation)
          ) {
            authorize(world, caller, {
              action: `${prefix}:${operation}`,
              resource: input.RoleArn ?? '*',
            });
          }
          return handler(input, context);
        },
      ]),
    ),
  };
}
