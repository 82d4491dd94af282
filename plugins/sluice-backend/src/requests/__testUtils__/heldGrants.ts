import {
  LakeFormationClient,
  paginateListDataCellsFilter,
  paginateListPermissions,
} from '@aws-sdk/client-lakeformation';

/** All that Sluice makes for agreements begins with it. */
const PREFIX = 'sluice_';

/** A filter of an agreement as Lake Formation has it. */
export interface HeldGrant {
  columns: string[];
  /** Absent for all rows. */
  rows?: string;
  /** Names of the roles that have SELECT on it. */
  roles: string[];
}

/** Filters of agreements in a producer account, by name, as the SDK reads them. */
export async function heldGrants(
  client: LakeFormationClient,
): Promise<Record<string, HeldGrant>> {
  const held: Record<string, HeldGrant> = {};
  for await (const page of paginateListDataCellsFilter({ client }, {})) {
    for (const { Name, ColumnNames, RowFilter } of page.DataCellsFilters ??
      []) {
      if (!Name?.startsWith(PREFIX)) continue;
      const rows = RowFilter?.FilterExpression;
      held[Name] = {
        columns: ColumnNames ?? [],
        // Lake Formation says TRUE of all rows.
        ...(rows && rows !== 'TRUE' && { rows }),
        roles: [],
      };
    }
  }
  for await (const page of paginateListPermissions({ client }, {})) {
    for (const row of page.PrincipalResourcePermissions ?? []) {
      const name = row.Resource?.DataCellsFilter?.Name;
      if (!name?.startsWith(PREFIX)) continue;
      held[name] ??= { columns: [], rows: 'no such filter', roles: [] };
      held[name].roles.push(
        row.Principal!.DataLakePrincipalIdentifier!.split('/').pop()!,
      );
    }
  }
  return held;
}
