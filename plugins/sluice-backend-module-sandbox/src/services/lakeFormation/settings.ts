import type {
  DataLakeSettings,
  GetDataLakeSettingsRequest,
  PutDataLakeSettingsRequest,
} from '@aws-sdk/client-lakeformation';
import {
  AwsError,
  CallContext,
  OperationHandler,
  SandboxWorld,
} from '../../core';
import {
  requireAdmin,
  requireOwnCatalog,
  seesWholeDataLake,
} from './administrators';
import { invalidInput } from './resources';
import { lakeFormationState } from './state';

const CROSS_ACCOUNT_VERSION = 'CROSS_ACCOUNT_VERSION';

/** Limits of the API model (LF reference A10). */
const LIMITS = {
  DataLakeAdmins: 30,
  ReadOnlyAdmins: 30,
  ExternalDataFilteringAllowList: 30,
} as const;

function getSettings(input: GetDataLakeSettingsRequest, context: CallContext) {
  const { world, caller, region } = context;
  requireOwnCatalog(input.CatalogId, context);
  const { settings } = lakeFormationState(world, caller.accountId, region);
  return { DataLakeSettings: structuredClone(settings) };
}

/** Replaces the settings as a whole: what is not in the call is gone (LF reference A10). */
function putSettings(input: PutDataLakeSettingsRequest, context: CallContext) {
  const { world, caller, region } = context;
  requireOwnCatalog(input.CatalogId, context);
  const state = lakeFormationState(world, caller.accountId, region);
  // Who may name the first administrator is a matter of IAM.
  if (state.settings.DataLakeAdmins?.length) {
    requireAdmin(context, 'lakeformation:PutDataLakeSettings');
  }
  const wanted = input.DataLakeSettings;
  if (!wanted) throw invalidInput('DataLakeSettings is required.');
  checkSettings(wanted);
  const version = crossAccountVersion(state.settings);
  const wantedVersion = wanted.Parameters?.[CROSS_ACCOUNT_VERSION] ?? version;
  if (!/^[1-5]$/.test(wantedVersion)) {
    throw invalidInput(
      `${CROSS_ACCOUNT_VERSION} must be 1 to 5, not ${wantedVersion}.`,
    );
  }
  if (version === '5' && wantedVersion !== '5') {
    throw invalidInput(
      `${CROSS_ACCOUNT_VERSION} cannot be lowered from 5 to ${wantedVersion}.`,
    );
  }
  const { DataLakeSettings: given } = structuredClone(input);
  state.settings = {
    DataLakeAdmins: given!.DataLakeAdmins ?? [],
    ReadOnlyAdmins: given!.ReadOnlyAdmins ?? [],
    CreateDatabaseDefaultPermissions:
      given!.CreateDatabaseDefaultPermissions ?? [],
    CreateTableDefaultPermissions: given!.CreateTableDefaultPermissions ?? [],
    Parameters: {
      ...given!.Parameters,
      [CROSS_ACCOUNT_VERSION]: wantedVersion,
    },
    TrustedResourceOwners: given!.TrustedResourceOwners ?? [],
    AllowExternalDataFiltering: given!.AllowExternalDataFiltering ?? false,
    AllowFullTableExternalDataAccess:
      given!.AllowFullTableExternalDataAccess ?? false,
    ExternalDataFilteringAllowList: given!.ExternalDataFilteringAllowList ?? [],
    AuthorizedSessionTagValueList: given!.AuthorizedSessionTagValueList ?? [],
  };
  return {};
}

function checkSettings(settings: DataLakeSettings): void {
  for (const [member, limit] of Object.entries(LIMITS)) {
    const count = settings[member as keyof typeof LIMITS]?.length ?? 0;
    if (count > limit) {
      throw invalidInput(
        `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${limit} (it has ${count}).`,
      );
    }
  }
  if (
    settings.AllowExternalDataFiltering &&
    !settings.ExternalDataFilteringAllowList?.length
  ) {
    throw invalidInput(
      'ExternalDataFilteringAllowList cannot be empty while AllowExternalDataFiltering is true.',
    );
  }
  for (const value of settings.AuthorizedSessionTagValueList ?? []) {
    if (value.length < 1 || value.length > 255) {
      throw invalidInput(
        'Values of AuthorizedSessionTagValueList must have 1 to 255 characters.',
      );
    }
  }
}

/** Version of cross-account sharing, `1` to `5` (LF reference A8.1). */
export function crossAccountVersion(settings: DataLakeSettings): string {
  return settings.Parameters?.[CROSS_ACCOUNT_VERSION] ?? '4';
}

/** Settings of an account as the rest of the sandbox reads them; a copy. */
export function dataLakeSettings(
  world: SandboxWorld,
  accountId: string,
  region: string,
): DataLakeSettings {
  return structuredClone(lakeFormationState(world, accountId, region).settings);
}

function getDataLakePrincipal(_: object, { caller }: CallContext) {
  return { Identity: caller.principalArn };
}

/** Refuses a question that only administrators may ask. */
export function requireWholeView(context: CallContext, action: string): void {
  const { world, caller, region } = context;
  if (!seesWholeDataLake(world, caller, region)) {
    throw new AwsError(
      'AccessDeniedException',
      `${caller.arn} is not authorized to perform ${action}.`,
    );
  }
}

/** The settings of a data lake, and who is asking. */
export const settingsOperations: Record<string, OperationHandler> = {
  GetDataLakeSettings: getSettings,
  PutDataLakeSettings: putSettings,
  GetDataLakePrincipal: getDataLakePrincipal,
};
