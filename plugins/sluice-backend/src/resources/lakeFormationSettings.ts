import { isDeepStrictEqual } from 'util';
import {
  DataLakePrincipal,
  DataLakeSettings,
  GetDataLakeSettingsCommand,
  PutDataLakeSettingsCommand,
} from '@aws-sdk/client-lakeformation';
import { ResourceContext } from './ResourceContext';

/** The settings of an account are one document, which is only ever written as a whole. */
export const documentOf = () => 'lakeFormationSettings';

/** The only calls that the settings take. */
export const settingsActions = {
  read: ['lakeformation:GetDataLakeSettings'],
  write: [
    'lakeformation:GetDataLakeSettings',
    'lakeformation:PutDataLakeSettings',
  ],
} as const;

/** Limit of each list of principals (rule V17). */
const MOST_ENTRIES = 30;

/** The settings of the account's Lake Formation. */
export async function readSettings({
  clients,
}: ResourceContext): Promise<DataLakeSettings> {
  const { DataLakeSettings: settings = {} } = await clients.lakeFormation.send(
    new GetDataLakeSettingsCommand({}),
  );
  return settings;
}

/**
 * Changes the settings. `PutDataLakeSettings` replaces all of them and knows no
 * version, so they are read right before, and everything that `change` does not
 * touch goes back as it came. Nothing is written when nothing changes.
 */
export async function changeSettings(
  context: ResourceContext,
  change: (settings: DataLakeSettings) => DataLakeSettings,
): Promise<void> {
  const settings = await readSettings(context);
  const changed = change(settings);
  if (isDeepStrictEqual(changed, settings)) return;
  await context.clients.lakeFormation.send(
    new PutDataLakeSettingsCommand({ DataLakeSettings: changed }),
  );
}

/** Whether a list of the settings has the principal. */
export function hasPrincipal(
  list: DataLakePrincipal[] | undefined,
  identifier: string,
): boolean {
  return (list ?? []).some(
    ({ DataLakePrincipalIdentifier: id }) => id === identifier,
  );
}

/**
 * A list of the settings with the principal at its end, if it is not in it.
 * @param what - the entries, for the refusal: "data lake administrators"
 * @throws Error when the list is full: AWS's own refusal does not say who to ask
 */
export function withPrincipal(
  list: DataLakePrincipal[] | undefined,
  identifier: string,
  what: string,
): DataLakePrincipal[] {
  const present = list ?? [];
  if (hasPrincipal(present, identifier)) return present;
  if (present.length >= MOST_ENTRIES) {
    throw new Error(
      `${identifier} cannot be added: Lake Formation takes at most ${MOST_ENTRIES} ${what} in an account, and there are ${present.length} (rule V17). Remove one that is not needed any more, then try again.`,
    );
  }
  return [...present, { DataLakePrincipalIdentifier: identifier }];
}

/** A list of the settings without the principal. */
export function withoutPrincipal(
  list: DataLakePrincipal[] | undefined,
  identifier: string,
): DataLakePrincipal[] {
  return (list ?? []).filter(
    ({ DataLakePrincipalIdentifier: id }) => id !== identifier,
  );
}
