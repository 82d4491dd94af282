import {
  AccountObservation,
  ObservedTable,
  Permission,
  Reason,
  TableRef,
  tableKey,
} from '../accessModel';
import { AccessIndex } from './AccessIndex';
import { sortedById } from './permissionOrder';
import { namePrincipal } from './sentences';
import { parsePrincipal } from '../permissions';

/** The local names under which a principal can use a table. */
export interface UsableLinks {
  links: TableRef[];
  reasons: Reason[];
  warnings: string[];
}

/**
 * Finds the resource links that a principal may use: a link needs DESCRIBE on
 * itself and grants nothing on its target (LF reference A8.4). EMR on EKS reads
 * tables of another account through links only (A7).
 *
 * @param reader - account of the principal
 * @param principals - as Lake Formation's API spells them, the principal first
 */
export function findUsableLinks(
  index: AccessIndex,
  table: ObservedTable,
  reader: AccountObservation,
  principals: string[],
): UsableLinks {
  const [principal] = principals;
  const isForeign = table.ref.catalogId !== reader.accountId;
  const who = namePrincipal(parsePrincipal(principal));
  // In one order, however the index came to know them.
  const all = index
    .findLinks(table.ref, reader.accountId)
    .sort((a, b) => (tableKey(a) < tableKey(b) ? -1 : 1));
  const usable = all.flatMap(ref => {
    const permissions = describing(index, ref, reader, principals);
    const isAdmin = reader.settings?.admins.includes(principal) ?? false;
    return permissions.length > 0 || isAdmin ? [{ ref, permissions }] : [];
  });
  const warning = isForeign
    ? warningOf(index, table, reader, who, all, usable.length)
    : undefined;
  return {
    links: usable.map(({ ref }) => ref),
    reasons: usable.map(({ ref, permissions }) => ({
      kind: 'resourceLink',
      text: `In account ${
        reader.accountId
      }, ${who} may use the resource link ${nameOf(ref)}, which stands for ${
        table.ref.tableName
      }.`,
      rows: permissions.flatMap(({ rows }) => rows),
      effect: 'informs',
    })),
    warnings: warning ? [warning] : [],
  };
}

function describing(
  index: AccessIndex,
  link: TableRef,
  reader: AccountObservation,
  principals: string[],
): Permission[] {
  return [...principals, 'IAM_ALLOWED_PRINCIPALS']
    .flatMap(each =>
      sortedById(index.findPermissions(link, each, reader.accountId)),
    )
    .filter(
      ({ permissions, condition }) =>
        condition === undefined &&
        permissions.some(word => word === 'DESCRIBE' || word === 'ALL'),
    );
}

function warningOf(
  index: AccessIndex,
  table: ObservedTable,
  reader: AccountObservation,
  who: string,
  all: TableRef[],
  usable: number,
): string | undefined {
  if (usable > 0) return undefined;
  if (all.length > 0) {
    return `${capitalize(who)} has no DESCRIBE on the resource link ${nameOf(
      all[0],
    )}, so a job cannot use it to read ${
      table.ref.tableName
    }; grant DESCRIBE on the link.`;
  }
  const failure =
    index.findFailure(reader, 'tables') ??
    index.findFailure(reader, 'databases');
  if (failure !== undefined) {
    return `Whether account ${reader.accountId} has a resource link to ${table.ref.tableName} could not be read: ${failure}`;
  }
  return `Account ${reader.accountId} has no resource link to ${table.ref.tableName}, without which EMR on EKS cannot read a table of another account; create one.`;
}

function nameOf(ref: TableRef): string {
  return `${ref.databaseName}.${ref.tableName}`;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
