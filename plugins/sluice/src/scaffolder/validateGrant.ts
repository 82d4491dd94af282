import type { CustomFieldValidator } from '@backstage/plugin-scaffolder-react';
import { checkRowFilter } from '@sluice/plugin-sluice-common';
import { sluiceApiRef } from '../api';
import { GrantFormData, tableRefOf } from './grant';

/** Keeps a form from going on with a grant that the backend would refuse. */
export const validateGrant: CustomFieldValidator<GrantFormData> = async (
  grant,
  field,
  { apiHolder },
) => {
  const tableRef = tableRefOf(grant);
  if (!tableRef) {
    field.addError('Choose a table');
    return;
  }
  if (!grant.allColumns && !grant.columns?.length) {
    field.addError('Choose the columns to read, or all of them');
  }
  if (!grant.rowFilter) return;
  const table = await apiHolder.get(sluiceApiRef)!.getTable(tableRef);
  for (const { message } of checkRowFilter(grant.rowFilter, table.columns)
    .problems) {
    field.addError(`Row filter: ${message}`);
  }
};
