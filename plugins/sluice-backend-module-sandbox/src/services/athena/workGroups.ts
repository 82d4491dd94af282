import type { WorkGroupConfiguration } from '@aws-sdk/client-athena';
import { AwsError, CallContext, OperationHandler, SliceKey } from '../../core';

/** The work group that every account has; the sandbox makes no others. */
export const PRIMARY = 'primary';

/** The configuration of an account's work group. */
const CONFIGURATION: SliceKey<WorkGroupConfiguration> = {
  id: 'athena.workGroup',
  create: () => ({ EnforceWorkGroupConfiguration: false }),
};

function configurationOf({ world, caller, region }: CallContext) {
  return world.slice(CONFIGURATION, caller.accountId, region);
}

/** @throws AwsError `InvalidRequestException` */
export function requireWorkGroup(name: string): void {
  if (name !== PRIMARY) {
    throw new AwsError(
      'InvalidRequestException',
      `WorkGroup ${name} is not found.`,
    );
  }
}

/** The most bytes that a query may scan, if there is a limit. */
export function scanLimitOf(context: CallContext): number | undefined {
  return configurationOf(context).BytesScannedCutoffPerQuery;
}

/** Its limit of scanned bytes, and whether its settings are enforced; no more is kept. */
const updateWorkGroup: OperationHandler = (input, context) => {
  requireWorkGroup(input.WorkGroup);
  const {
    BytesScannedCutoffPerQuery,
    EnforceWorkGroupConfiguration,
    RemoveBytesScannedCutoffPerQuery,
    ...others
  } = input.ConfigurationUpdates ?? {};
  const unsupported = Object.keys(others);
  if (unsupported.length > 0) {
    throw new AwsError(
      'InvalidRequestException',
      `The sandbox does not keep ${unsupported.join(', ')} of a work group.`,
    );
  }
  const configuration = configurationOf(context);
  if (EnforceWorkGroupConfiguration !== undefined) {
    configuration.EnforceWorkGroupConfiguration = EnforceWorkGroupConfiguration;
  }
  if (BytesScannedCutoffPerQuery !== undefined) {
    configuration.BytesScannedCutoffPerQuery = BytesScannedCutoffPerQuery;
  }
  if (RemoveBytesScannedCutoffPerQuery) {
    delete configuration.BytesScannedCutoffPerQuery;
  }
  return {};
};

/** Work groups, of which there is one. */
export const workGroupOperations: Record<string, OperationHandler> = {
  GetWorkGroup: (input, context) => {
    requireWorkGroup(input.WorkGroup);
    return {
      WorkGroup: {
        Name: PRIMARY,
        State: 'ENABLED',
        Configuration: configurationOf(context),
      },
    };
  },
  ListWorkGroups: () => ({
    WorkGroups: [{ Name: PRIMARY, State: 'ENABLED' }],
  }),
  UpdateWorkGroup: updateWorkGroup,
};
