import { paginateListDataCellsFilter } from '@aws-sdk/client-lakeformation';
import {
  normalizeDataCellsFilter,
  tableKey,
} from '@sluice/plugin-sluice-common';
import { ObservedDocument } from '../../store';
import { PartReader } from '../AccountReader';

/**
 * `lakeformation:ListDataCellsFilter` without a table: every filter of the
 * catalog. One of an undocumented shape is left out; what is granted through a
 * filter that we do not hold is unknown.
 */
export const readFilters: PartReader = async ({ account, clients }) => {
  const documents: ObservedDocument[] = [];
  const pages = paginateListDataCellsFilter(
    { client: clients.lakeFormation, pageSize: 1000 },
    {},
  );
  for await (const page of pages) {
    for (const raw of page.DataCellsFilters ?? []) {
      const filter = normalizeDataCellsFilter(raw, account);
      if (!filter) continue;
      documents.push({
        type: 'filter',
        key: `${tableKey(filter.table)}/${filter.name}`,
        document: filter,
      });
    }
  }
  return documents;
};
