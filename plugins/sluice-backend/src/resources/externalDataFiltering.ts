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

/** An account whose engines may filter data (seed reference 1.3). */
export const externalDataFiltering: ResourceType<'externalDataFiltering'> = {
  async read({ accountId }, context) {
    const settings = await readSettings(context);
    // On the list, but with filtering switched off, the account may nothing.
    return settings.AllowExternalDataFiltering &&
      hasPrincipal(settings.ExternalDataFilteringAllowList, accountId)
      ? { accountId }
      : undefined;
  },

  diff: () => [],

  async create({ accountId }, context) {
    await changeSettings(context, settings => ({
      ...settings,
      AllowExternalDataFiltering: true,
      ExternalDataFilteringAllowList: withPrincipal(
        settings.ExternalDataFilteringAllowList,
        accountId,
        'accounts with external data filtering',
      ),
    }));
  },

  async delete({ accountId }, context) {
    await changeSettings(context, settings => {
      const left = withoutPrincipal(
        settings.ExternalDataFilteringAllowList,
        accountId,
      );
      return {
        ...settings,
        // Lake Formation refuses an empty list while filtering is on.
        ...(left.length === 0 && { AllowExternalDataFiltering: false }),
        ExternalDataFilteringAllowList: left,
      };
    });
  },

  documentOf,
  undo: 'The account is taken off the allow list, and its engines can no longer read tables of this one under Lake Formation; filtering is switched off with the last account.',
  actions: settingsActions,
};
