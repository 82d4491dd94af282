import {
  changeSettings,
  documentOf,
  readSettings,
  settingsActions,
} from './lakeFormationSettings';
import { ResourceType } from './ResourceType';

/** A session tag value by which Lake Formation knows an engine (seed reference 0, step 5). */
export const authorizedSessionTag: ResourceType<'authorizedSessionTag'> = {
  async read({ value }, context) {
    const { AuthorizedSessionTagValueList: values = [] } = await readSettings(
      context,
    );
    return values.includes(value) ? { value } : undefined;
  },

  diff: () => [],

  async create({ value }, context) {
    await changeSettings(context, settings => {
      const values = settings.AuthorizedSessionTagValueList ?? [];
      return values.includes(value)
        ? settings
        : { ...settings, AuthorizedSessionTagValueList: [...values, value] };
    });
  },

  async delete({ value }, context) {
    await changeSettings(context, settings => ({
      ...settings,
      AuthorizedSessionTagValueList: (
        settings.AuthorizedSessionTagValueList ?? []
      ).filter(each => each !== value),
    }));
  },

  documentOf,
  undo: 'The value is taken off the list, and engines that prove themselves with it can no longer read tables of this account; the other values stay.',
  actions: settingsActions,
};
