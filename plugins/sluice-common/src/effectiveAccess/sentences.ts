import {
  LfPermission,
  LfTagCondition,
  ObservedTable,
  Permission,
  Principal,
} from '../accessModel';
import { ALL_ROWS, RowFilterExpression, printRowFilter } from '../rowFilter';
import { formatColumnCount, formatRowAccess } from './format';

/** Names beyond this are not listed in a sentence. */
const MAX_NAMES = 12;

/** `role team1`, `every principal of account 444455556666`. */
export function namePrincipal(principal: Principal): string {
  switch (principal.kind) {
    case 'iamRole':
      return `role ${lastStep(principal.arn)}`;
    case 'iamUser':
      return `user ${lastStep(principal.arn)}`;
    case 'account':
      return `account ${principal.accountId}`;
    case 'allIamPrincipals':
      return `every principal of account ${principal.accountId}`;
    case 'iamAllowedPrincipals':
      return 'IAM_ALLOWED_PRINCIPALS';
    case 'organization':
      return `organization ${lastStep(principal.arn)}`;
    case 'organizationalUnit':
      return `organizational unit ${lastStep(principal.arn)}`;
    default:
      return principal.id || 'an unnamed principal';
  }
}

/** `SELECT, DESCRIBE and INSERT` */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/**
 * `Account 111122223333 shares patients with account 444455556666`, or who
 * grants what to whom: the beginning of a sentence about one permission.
 */
export function openingOf(
  permission: Permission,
  table: ObservedTable,
): string {
  const { tableName } = table.ref;
  const { observedIn, principal } = permission;
  return principal.kind === 'account'
    ? `Account ${observedIn} shares ${tableName} with ${namePrincipal(
        principal,
      )}`
    : `Account ${observedIn} grants ${namePrincipal(principal)} ${list(
        permission.permissions,
      )} on ${tableName}`;
}

/** By which kind of grant, as it follows {@link openingOf}. */
export function pathOf(permission: Permission): string {
  const { resource } = permission;
  switch (resource.kind) {
    case 'allTables':
      return `, as on all tables of ${resource.databaseName}`;
    case 'dataCellsFilter':
      return ` through the data cells filter ${resource.filterName}`;
    case 'lfTagPolicy':
      return ` by its LF-Tags ${printTagExpression(resource.expression)}`;
    default:
      return '';
  }
}

/** `: 8 of 9 columns, rows where …`, or ` in full`. */
export function extentOf(
  columns: ReadonlySet<number>,
  rows: RowFilterExpression,
  table: ObservedTable,
): string {
  const total = table.columns.length;
  const isEveryRow = printRowFilter(rows) === printRowFilter(ALL_ROWS);
  if (columns.size === total && isEveryRow) return ' in full';

  const names = [...columns].map(position => table.columns[position].name);
  const isShort = names.length > 0 && names.length <= MAX_NAMES;
  const listed =
    isEveryRow && isShort && columns.size < total ? ` (${list(names)})` : '';
  const rowsText = isEveryRow
    ? 'all rows'
    : formatRowAccess({ kind: 'expression', expression: printRowFilter(rows) });
  return `: ${formatColumnCount(columns.size, total)}${listed}, ${rowsText}`;
}

/** What permissions without SELECT amount to. */
export function withoutSelect(permissions: LfPermission[]): string {
  return permissions.includes('DESCRIBE')
    ? ', which shows the table but none of its data'
    : ', which reads no data';
}

/** `domain=care and stage in (prod, test)` */
export function printTagExpression(expression: LfTagCondition[]): string {
  return expression
    .map(({ key, values }) =>
      values.length === 1
        ? `${key}=${values[0]}`
        : `${key} in (${values.join(', ')})`,
    )
    .join(' and ');
}

function lastStep(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
