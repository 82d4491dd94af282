import { askedGrants, knownTable, titleOfTable } from './askedGrants';
import {
  describePrincipal,
  describeTable,
  observedPermissions,
  tableOf,
  wantedPermissions,
} from './permissions';
import { Check, finding } from './setUp';

const MOST_FILTERS = 100;
const MOST_FILTERS_OF_A_GRANT = 10;

/** V13, of what is granted on filters */
export const filtersAreForSelect: Check = setUp =>
  wantedPermissions(setUp).flatMap(({ principal, resource, permissions }) => {
    const others = permissions.filter(each => each !== 'SELECT');
    return resource.kind === 'dataCellsFilter' && others.length > 0
      ? [
          finding(
            'V13',
            'error',
            `${others.join(', ')} on filter ${
              resource.filterName
            } of ${describeTable(
              resource,
            )} is to be given to ${describePrincipal(
              principal,
            )}, but only SELECT is granted on a filter. Give the others on the whole table, or not at all.`,
          ),
        ]
      : [];
  });

/** V13, of how many */
export const filtersAreFew: Check = setUp => {
  const filters = new Map<string, { held: Set<string>; added: Set<string> }>();
  const note = (side: 'held' | 'added') => (each: Held) => {
    const { principal, resource } = each;
    if (resource.kind !== 'dataCellsFilter') return;
    const key = JSON.stringify([principal, tableOf(resource)]);
    const counts = filters.get(key) ?? { held: new Set(), added: new Set() };
    counts[side].add(resource.filterName);
    filters.set(key, counts);
  };
  observedPermissions(setUp).forEach(note('held'));
  wantedPermissions(setUp).forEach(note('added'));

  return [...filters].flatMap(([key, { held, added }]) => {
    if (added.size === 0) return [];
    const [principal, table] = JSON.parse(key);
    const all = new Set([...held, ...added]).size;
    const who = describePrincipal(principal);
    if (all > MOST_FILTERS) {
      return [
        finding(
          'V13',
          'error',
          `${who} would hold SELECT on ${all} data cells filters of ${table}; Lake Formation allows ${MOST_FILTERS} for one principal and table. Join row filters with OR, or revoke grants that are not needed.`,
        ),
      ];
    }
    return added.size > MOST_FILTERS_OF_A_GRANT
      ? [
          finding(
            'V13',
            'warning',
            `${who} is to be given ${added.size} data cells filters of ${table} at once; one grant of Lake Formation names at most ${MOST_FILTERS_OF_A_GRANT}. Join row filters with OR where the columns are the same.`,
          ),
        ]
      : [];
  });
};

type Held = ReturnType<typeof observedPermissions>[number];

/** V13, of resource links */
export const filtersAreOnTables: Check = setUp =>
  askedGrants(setUp).flatMap(grant =>
    (grant.columns || grant.rowFilter) &&
    knownTable(setUp, grant).kind === 'link'
      ? [
          finding(
            'V13',
            'error',
            `${grant.database}.${grant.table} in ${
              grant.producerAccount
            } is a resource link, on which Lake Formation makes no filters. Name the table that it leads to, in the account that owns it, not ${titleOfTable(
              grant,
            )}.`,
          ),
        ]
      : [],
  );
