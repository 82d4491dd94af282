import {
  changeSettings,
  documentOf,
  hasPrincipal,
  readSettings,
  settingsActions,
  withoutPrincipal,
  withPrincipal,
} from './lakeFormationSettings';
import { ResourceType } from './ResourceType';

/** One of the data lake administrators; the others stay who they are. */
export const dataLakeAdministrator: ResourceType<'dataLakeAdministrator'> = {
  async read({ principalArn }, context) {
    const { DataLakeAdmins } = await readSettings(context);
    return hasPrincipal(DataLakeAdmins, principalArn)
      ? { principalArn }
      : undefined;
  },

  diff: () => [],

  async create({ principalArn }, context) {
    await changeSettings(context, settings => ({
      ...settings,
      DataLakeAdmins: withPrincipal(
        settings.DataLakeAdmins,
        principalArn,
        'data lake administrators',
      ),
    }));
  },

  async delete({ principalArn }, context) {
    await changeSettings(context, settings => ({
      ...settings,
      DataLakeAdmins: withoutPrincipal(settings.DataLakeAdmins, principalArn),
    }));
  },

  documentOf,
  undo: 'The principal is taken off the list of data lake administrators; the other administrators, and what this one has granted, stay.',
  actions: settingsActions,
};
