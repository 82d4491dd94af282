import { DataLakeSettings } from '@aws-sdk/client-lakeformation';
import {
  changeSettings,
  documentOf,
  readSettings,
  settingsActions,
} from './lakeFormationSettings';
import { ResourceContext } from './ResourceContext';
import { ResourceType } from './ResourceType';

const PARAMETER = 'CROSS_ACCOUNT_VERSION';

/** How Lake Formation shares with other accounts (LF reference A8.1). It is raised, never lowered. */
export const crossAccountVersion: ResourceType<'crossAccountVersion'> = {
  async read(_, context) {
    return { atLeast: versionOf(await readSettings(context)) };
  },

  diff: (wanted, found) =>
    found.atLeast >= wanted.atLeast
      ? []
      : [{ path: 'version', before: found.atLeast, after: wanted.atLeast }],

  create: raise,

  update: (wanted, _, context) => raise(wanted, context),

  documentOf,
  undo: 'The version stays as it is: shares that were made under it may depend on it, and AWS does not go back from version 5.',
  actions: settingsActions,
};

async function raise(
  { atLeast }: { atLeast: number },
  context: ResourceContext,
): Promise<void> {
  await changeSettings(context, settings =>
    versionOf(settings) >= atLeast
      ? settings
      : {
          ...settings,
          Parameters: { ...settings.Parameters, [PARAMETER]: String(atLeast) },
        },
  );
}

/** Accounts whose settings do not say share as they did in the first version. */
function versionOf({ Parameters }: DataLakeSettings): number {
  return Number(Parameters?.[PARAMETER] ?? 1);
}
