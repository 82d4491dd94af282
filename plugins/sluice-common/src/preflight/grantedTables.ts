import { ObservedTable } from '../accessModel';
import { PreflightFinding } from '../changes';
import {
  ALL_ROWS,
  parseRowFilter,
  rowFilterImplies,
  rowFiltersOverlap,
} from '../rowFilter';
import { RESTRICTED_COLUMN_NAMES } from '../rowFilter/keywords';
import { RowFilterError } from '../rowFilter/RowFilterError';
import {
  AskedGrant,
  askedGrants,
  knownTable,
  observedTable,
  titleOfTable,
} from './askedGrants';
import { accountNamed, Check, finding, observationOf, SetUp } from './setUp';

/** What teams are to read; shares do not read anything by themselves. */
function teamGrants(setUp: SetUp): AskedGrant[] {
  const { kind } = setUp.declaration;
  return kind === 'consumerTeam' || kind === 'accessGrant'
    ? askedGrants(setUp)
    : [];
}

/** V11, of tables that are there */
export const grantedTablesAreGoverned: Check = setUp =>
  teamGrants(setUp).flatMap(grant => {
    const table = observedTable(setUp, grant);
    return table ? registrationFindings(grant, table) : [];
  });

function registrationFindings(
  grant: AskedGrant,
  { registration }: ObservedTable,
): PreflightFinding[] {
  const location = `The location of ${titleOfTable(grant)}`;
  switch (registration) {
    case 'none':
      return [
        finding(
          'V11',
          'error',
          `${location} is not registered with Lake Formation, which therefore neither filters its data nor gives ${grant.grantee} credentials for it. Register the location first.`,
        ),
      ];
    case 'hybrid':
      return [
        finding(
          'V11',
          'warning',
          `${location} is registered in hybrid access mode, in which Lake Formation decides only for principals that are opted in. Register it without hybrid access, or ${grant.grantee} may read more than it is granted.`,
        ),
      ];
    default:
      return [];
  }
}

/** V16, within an account, where nothing is shared */
export const grantedTablesAreNotOpen: Check = setUp =>
  teamGrants(setUp).flatMap(grant => {
    const { producerAccount, consumerAccount, database, table } = grant;
    const here = accountNamed(setUp, producerAccount)?.accountId;
    const there = accountNamed(setUp, consumerAccount)?.accountId;
    if (here === undefined || here !== there) return [];
    const isOpen = observationOf(setUp, producerAccount)?.permissions.some(
      ({ principal, resource }) =>
        principal.kind === 'iamAllowedPrincipals' &&
        (resource.kind === 'table' || resource.kind === 'allTables') &&
        resource.databaseName === database &&
        (resource.kind === 'allTables' || resource.tableName === table),
    );
    return isOpen
      ? [
          finding(
            'V16',
            'error',
            `IAM_ALLOWED_PRINCIPALS holds permissions on ${titleOfTable(
              grant,
            )}, so IAM policies decide what ${
              grant.grantee
            } reads, not this grant. Revoke them, as publishing the data product with Sluice does.`,
          ),
        ]
      : [];
  });

/** V12, of the table's other columns */
export const filteredTablesHaveFitColumns: Check = setUp =>
  teamGrants(setUp).flatMap(grant => {
    const table = knownTable(setUp, grant);
    if (table.kind !== 'table') return [];
    const restricted = table.columns.filter(({ name }) =>
      RESTRICTED_COLUMN_NAMES.has(name.toLocaleLowerCase('en-US')),
    );
    const nested = table.columns.filter(({ type }) =>
      /^(?:array|map)\s*</i.test(type.trim()),
    );
    return [
      // With a row filter, the check of the filter says so.
      ...(grant.columns && !grant.rowFilter
        ? restricted.map(({ name }) =>
            finding(
              'V12',
              'error',
              `${capitalized(
                titleOfTable(grant),
              )} has a column ${name}, a name that Lake Formation reserves on tables with data cells filters. Rename the column first.`,
            ),
          )
        : []),
      ...(grant.rowFilter && nested.length > 0
        ? [
            finding(
              'V12',
              'warning',
              `${capitalized(titleOfTable(grant))} has ${nested
                .map(({ name, type }) => `${name} of type ${type}`)
                .join(
                  ', ',
                )}. AWS says that row filters on tables with arrays or maps result in an error. Let a verification job prove that ${
                grant.grantee
              } reads it.`,
            ),
          ]
        : []),
    ];
  });

/** V12, of what the filter means */
export const rowFiltersSelect: Check = setUp =>
  teamGrants(setUp).flatMap(grant => {
    const { rowFilter, grantee } = grant;
    const filter = rowFilter === undefined ? undefined : parsed(rowFilter);
    if (!filter) return [];
    const table = knownTable(setUp, grant);
    const columns = table.kind === 'table' ? table.columns : [];
    const what = `The row filter for ${grantee} on ${titleOfTable(grant)}`;
    if (rowFiltersOverlap(filter, ALL_ROWS, columns) === 'no') {
      return [
        finding(
          'V12',
          'warning',
          `${what} lets no row through, because its conditions contradict each other. Correct it.`,
        ),
      ];
    }
    return rowFilterImplies(ALL_ROWS, filter, columns) === 'yes'
      ? [
          finding(
            'V12',
            'warning',
            `${what} lets every row through. Leave it out if all rows are meant.`,
          ),
        ]
      : [];
  });

/** Undefined for what is no row filter, as the check of its language says. */
function parsed(text: string) {
  try {
    return parseRowFilter(text);
  } catch (error) {
    if (error instanceof RowFilterError) return undefined;
    throw error;
  }
}

function capitalized(text: string): string {
  return text.charAt(0).toLocaleUpperCase('en-US') + text.slice(1);
}
