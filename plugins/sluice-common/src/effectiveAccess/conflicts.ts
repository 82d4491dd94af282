import { LfPermission, ObservedTable, Permission } from '../accessModel';
import { printPrincipal } from '../permissions';
import { givesSelect } from './readGrant';
import type { ReadGrant } from './grantScope';
import { list, namePrincipal } from './sentences';

/** Beside these, SELECT on some of the columns has no effect (LF reference A5). */
export const EXCLUDED_BY: LfPermission[] = [
  'ALTER',
  'DROP',
  'DELETE',
  'INSERT',
];

/** What rights to change a table do to rights to read a part of it. */
export interface Conflicts {
  /** What gives nothing, or may not, with the sentence that says why. */
  ignored: Map<Permission, string>;
  /** Of those that give nothing, by what is documented. */
  warnings: string[];
  /** Of those that may give something after all. */
  problems: string[];
}

/**
 * SELECT on some columns has no effect for a principal that may also change the
 * table (LF reference A5). That is documented of grants on the table to one
 * principal; where LF-Tags or the principal's account come in, it is not, so
 * that nothing certain can be said.
 *
 * @param grants - what one account gives to a principal and to its account
 */
export function findConflicts(
  grants: ReadGrant[],
  table: ObservedTable,
): Conflicts {
  const conflicts: Conflicts = {
    ignored: new Map(),
    warnings: [],
    problems: [],
  };
  const changes = grants.filter(({ reading }) =>
    reading.others.some(word => EXCLUDED_BY.includes(word)),
  );
  if (changes.length === 0) return conflicts;
  for (const grant of grants.filter(each => isPartial(each, table))) {
    const { permission } = grant;
    const holder = printPrincipal(permission.principal);
    const own = grants.filter(
      each => printPrincipal(each.permission.principal) === holder,
    );
    if (own.some(each => isWhole(each))) continue;
    const documented = own.filter(
      each => changes.includes(each) && !isByTags(each),
    );
    const isDocumented = documented.length > 0 && !isByTags(grant);
    const text = isDocumented
      ? `SELECT on some columns of ${
          table.ref.tableName
        } has no effect for ${namePrincipal(
          permission.principal,
        )}, because it also holds ${wordsOf(
          documented,
        )}; revoke one or the other.`
      : `${capitalize(
          namePrincipal(permission.principal),
        )} holds SELECT on some columns of ${
          table.ref.tableName
        }, and ${wordsOf(
          changes,
        )} by another way; whether the first has an effect beside the second, AWS does not say. Revoke one or the other.`;
    conflicts.ignored.set(permission, text);
    (isDocumented ? conflicts.warnings : conflicts.problems).push(text);
  }
  return conflicts;
}

function isPartial(
  { permission, reading }: ReadGrant,
  table: ObservedTable,
): boolean {
  return (
    ['columns', 'dataCellsFilter', 'lfTagPolicy'].includes(
      permission.resource.kind,
    ) &&
    reading.opened !== undefined &&
    reading.opened.columns.size > 0 &&
    reading.opened.columns.size < table.columns.length
  );
}

function isWhole({ permission, reading }: ReadGrant): boolean {
  return (
    reading.opened !== undefined &&
    givesSelect(permission) &&
    ['table', 'allTables'].includes(permission.resource.kind)
  );
}

function isByTags({ permission }: ReadGrant): boolean {
  return permission.resource.kind === 'lfTagPolicy';
}

function wordsOf(grants: ReadGrant[]): string {
  const words = grants.flatMap(({ reading }) =>
    reading.others.filter(word => EXCLUDED_BY.includes(word)),
  );
  return list([...new Set(words)]);
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
