import type { ApiHolder } from '@backstage/frontend-plugin-api';
import type { CustomFieldValidator } from '@backstage/plugin-scaffolder-react';
import { checkRowFilter } from '@sluice/plugin-sluice-common';
import { sluiceApiRef } from '../api';
import { GrantFormData, tableRefOf } from './grant';

/**
 * Keeps a form from going on with a grant that the backend would refuse. Of the
 * field of a list's items, the form has the list checked as a whole.
 */
export const validateGrant: CustomFieldValidator<
  GrantFormData | GrantFormData[]
> = async (value, field, { apiHolder }) => {
  const grants = Array.isArray(value) ? value : [value];
  const problems = await Promise.all(
    grants.map(grant => problemsOf(grant ?? {}, apiHolder)),
  );
  problems.forEach((texts, index) => {
    const where =
      grants.length > 1
        ? `${grants[index]?.table ?? `No. ${index + 1}`}: `
        : '';
    texts.forEach(text => field.addError(`${where}${text}`));
  });
};

async function problemsOf(
  grant: GrantFormData,
  apiHolder: ApiHolder,
): Promise<string[]> {
  const tableRef = tableRefOf(grant);
  if (!tableRef) return ['Choose a table'];
  const columns =
    grant.allColumns || grant.columns?.length
      ? []
      : ['Choose the columns to read, or all of them'];
  if (!grant.rowFilter) return columns;
  const table = await apiHolder.get(sluiceApiRef)!.getTable(tableRef);
  const { problems } = checkRowFilter(grant.rowFilter, table.columns);
  return [
    ...columns,
    ...problems.map(({ message }) => `Row filter: ${message}`),
  ];
}
