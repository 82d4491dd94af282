import { LfTagCondition, ObservedTable, Permission } from '../accessModel';
import { AccessIndex } from '../effectiveAccess/AccessIndex';
import { ResolvedAccess } from '../effectiveAccess/effectiveAccess';
import { matchLfTags } from '../effectiveAccess/lfTags';
import { printTagExpression } from '../effectiveAccess/sentences';
import { givesSelect } from '../effectiveAccess/readGrant';

/** A grant by LF-Tags that would reach a table if one key had another value there. */
export interface TagNearMiss {
  permission: Permission;
  /** Its expression: `domain=care and stage=prod`. */
  policy: string;
  key: string;
  /** The value that is missing; any other one of the policy would do, too. */
  value: string;
  /** What the table has instead. */
  current: string[];
  /** Positions of the columns that it would open. */
  columns: ReadonlySet<number>;
}

/**
 * Grants of the table's owner by LF-Tags, to the principal or its account, that
 * miss the table by one key.
 */
export function findTagNearMisses(
  index: AccessIndex,
  { access, table, owner, reader, principals }: ResolvedAccess,
): TagNearMiss[] {
  const database = index.findDatabase(access.table);
  if (!table || !owner || !reader || !database) return [];
  if (index.findFailure(owner, 'tags') !== undefined) return [];
  const holders =
    owner === reader ? principals : [...principals, reader.accountId];
  const tagsOf = (which: ObservedTable, expression: LfTagCondition[]) =>
    matchLfTags(expression, which, database);

  return holders
    .flatMap(holder =>
      index.findPermissions(access.table, holder, owner.accountId),
    )
    .flatMap(permission => {
      const { resource, condition } = permission;
      const isCandidate =
        resource.kind === 'lfTagPolicy' &&
        resource.resourceType === 'TABLE' &&
        givesSelect(permission) &&
        condition === undefined;
      if (!isCandidate) return [];
      const { expression } = resource;
      if (tagsOf(table, expression).columns.size > 0) return [];

      const unmet = expression.filter(
        each => !tagsOf(table, [each]).matchesTable,
      );
      const value = unmet[0]?.values.find(each => each !== '*');
      if (unmet.length !== 1 || value === undefined) return [];
      const [{ key }] = unmet;
      const { columns } = tagsOf(withTag(table, key, value), expression);
      return columns.size === 0
        ? []
        : [
            {
              permission,
              policy: printTagExpression(expression),
              key,
              value,
              current: [...database.lfTags, ...table.lfTags]
                .filter(each => isSame(each.key, key))
                .slice(-1)
                .flatMap(({ values }) => values),
              columns,
            },
          ];
    });
}

/** As the table would be if the tag were put on it. */
function withTag(
  table: ObservedTable,
  key: string,
  value: string,
): ObservedTable {
  return {
    ...table,
    lfTags: [
      ...table.lfTags.filter(each => !isSame(each.key, key)),
      { key, values: [value], source: 'table' },
    ],
    columns: table.columns.map(column => ({
      ...column,
      lfTags: column.lfTags.filter(
        each => !isSame(each.key, key) || each.source !== 'table',
      ),
    })),
  };
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
