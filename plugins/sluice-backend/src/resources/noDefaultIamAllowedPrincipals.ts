import { PrincipalPermissions } from '@aws-sdk/client-lakeformation';
import {
  changeSettings,
  documentOf,
  readSettings,
  settingsActions,
} from './lakeFormationSettings';
import { ResourceType } from './ResourceType';

const IAM_ALLOWED_PRINCIPALS = 'IAM_ALLOWED_PRINCIPALS';

/** New databases and tables of the account are Lake Formation's from the start (seed reference 1.4). */
export const noDefaultIamAllowedPrincipals: ResourceType<'noDefaultIamAllowedPrincipals'> =
  {
    async read({ scope }, context) {
      const settings = await readSettings(context);
      const isOpen = [
        ...(settings.CreateDatabaseDefaultPermissions ?? []),
        ...(settings.CreateTableDefaultPermissions ?? []),
      ].some(isForEverybody);
      return isOpen ? undefined : { scope };
    },

    diff: () => [],

    async create(_, context) {
      await changeSettings(context, settings => ({
        ...settings,
        CreateDatabaseDefaultPermissions: closed(
          settings.CreateDatabaseDefaultPermissions,
        ),
        CreateTableDefaultPermissions: closed(
          settings.CreateTableDefaultPermissions,
        ),
      }));
    },

    documentOf,
    undo: 'This stays as it is: giving everybody whom IAM lets through Super on all new databases and tables again is for a data lake administrator to decide, not for Sluice.',
    actions: settingsActions,
  };

function isForEverybody({ Principal }: PrincipalPermissions): boolean {
  return Principal?.DataLakePrincipalIdentifier === IAM_ALLOWED_PRINCIPALS;
}

function closed(
  defaults: PrincipalPermissions[] | undefined,
): PrincipalPermissions[] {
  return (defaults ?? []).filter(each => !isForEverybody(each));
}
