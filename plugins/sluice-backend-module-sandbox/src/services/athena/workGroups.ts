import { AwsError, OperationHandler } from '../../core';

/** The work group that every account has; the sandbox makes no others. */
export const PRIMARY = 'primary';

/** @throws AwsError `InvalidRequestException` */
export function requireWorkGroup(name: string): void {
  if (name !== PRIMARY) {
    throw new AwsError(
      'InvalidRequestException',
      `WorkGroup ${name} is not found.`,
    );
  }
}

/** Work groups, of which there is one. */
export const workGroupOperations: Record<string, OperationHandler> = {
  GetWorkGroup: input => {
    requireWorkGroup(input.WorkGroup);
    return {
      WorkGroup: {
        Name: PRIMARY,
        State: 'ENABLED',
        Configuration: { EnforceWorkGroupConfiguration: false },
      },
    };
  },
  ListWorkGroups: () => ({
    WorkGroups: [{ Name: PRIMARY, State: 'ENABLED' }],
  }),
};
