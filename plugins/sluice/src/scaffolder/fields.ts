import {
  createFormField,
  FormFieldBlueprint,
} from '@backstage/plugin-scaffolder-react/alpha';

const accountPicker = FormFieldBlueprint.make({
  name: 'sluice-account-picker',
  params: {
    field: async () => {
      const { AccountPicker } = await import('./AccountPicker');
      return createFormField({
        name: 'SluiceAccountPicker',
        component: AccountPicker,
      });
    },
  },
});

const grantEditor = FormFieldBlueprint.make({
  name: 'sluice-grant-editor',
  params: {
    field: async () => {
      const { GrantEditor } = await import('./GrantEditor');
      const { validateGrant } = await import('./validateGrant');
      return createFormField({
        name: 'SluiceGrantEditor',
        component: GrantEditor,
        validation: validateGrant,
      });
    },
  },
});

const planPreview = FormFieldBlueprint.make({
  name: 'sluice-plan-preview',
  params: {
    field: async () => {
      const { PlanPreview } = await import('./PlanPreview');
      return createFormField({
        name: 'SluicePlanPreview',
        component: PlanPreview,
      });
    },
  },
});

/** Fields for the forms of templates, to be among the plugin's extensions. */
export const scaffolderFields = [accountPicker, grantEditor, planPreview];
