import { ConflictError } from '@backstage/errors';
import {
  AccessGrantDeclaration,
  AccessRequest,
  columnsOf,
  parseRowFilter,
  printColumn,
  RequestedColumn,
  RequestedTable,
  subjectOf,
  TableColumn,
  TableRef,
  tableKey,
} from '@sluice/plugin-sluice-common';
import { AccessSnapshot, TableEntry } from '../access';

/** What of a request says what is to be made true in AWS. */
export type GrantedRequest = Pick<AccessRequest, 'grantId' | 'team'> & {
  terms: Pick<AccessRequest['terms'], 'tables'>;
};

type GrantedTable = AccessGrantDeclaration['tables'][number];

/** Lake Formation's, for names of filters, and Glue's, for those of links. */
const MAX_NAME_LENGTH = 255;

/** Two tables of one name need two links, of which the second is named by its database, too. */
class LinkNames {
  private readonly targets = new Map<string, string>();

  constructor(team: string, snapshot: AccessSnapshot) {
    const accountId = snapshot.findTeam(team)?.roleArn?.split(':')[4];
    for (const observation of snapshot.world.observations) {
      if (observation.accountId !== accountId) continue;
      for (const { ref, target } of observation.links) {
        this.targets.set(ref.tableName, tableKey(target));
      }
    }
  }

  /** Absent where the usual name will do. */
  nameFor(ref: TableRef): string | undefined {
    const { databaseName, tableName } = ref;
    const usual = `rl_${tableName}`;
    const names = [usual, shortened(`rl_${databaseName}_${tableName}`)];
    const target = tableKey(ref);
    // One that there is stays: jobs read by its name.
    const name =
      names.find(each => this.targets.get(each) === target) ??
      names.find(each => !this.targets.has(each));
    if (!name) return undefined;
    this.targets.set(name, target);
    return name === usual ? undefined : name;
  }
}

/**
 * What has to be made true for a request, by the names that tables and columns
 * have now.
 *
 * @throws ConflictError when what was agreed on is not there any more, or is not
 * known to be the same
 */
export function grantDeclarationOf(
  { grantId, team, terms }: GrantedRequest,
  snapshot: AccessSnapshot,
): AccessGrantDeclaration {
  const links = new LinkNames(team, snapshot);
  return {
    kind: 'accessGrant',
    grant: grantId,
    team,
    tables: terms.tables.map(asked => {
      const entry = currentTable(asked, snapshot);
      const linkName = links.nameFor(entry.table.ref);
      return {
        ...namesOf(asked, grantId),
        columns: asked.columns.map(column => currentName(column, asked, entry)),
        ...rowFilterOf(asked, entry),
        ...(linkName && { linkName }),
      };
    }),
  };
}

/**
 * The same by the names that were asked for, to look for what is left of it. It
 * does not depend on what there is.
 */
export function grantDeclarationAsAsked({
  grantId,
  team,
  terms,
}: GrantedRequest): AccessGrantDeclaration {
  return {
    kind: 'accessGrant',
    grant: grantId,
    team,
    tables: terms.tables.map(asked => ({
      ...namesOf(asked, grantId),
      columns: asked.columns.map(({ name }) => name),
      ...(asked.rowFilter && { rowFilter: asked.rowFilter }),
    })),
  };
}

/** Subject of the declarations and changes of a grant. */
export function grantSubject({ grantId, team }: GrantedRequest): string {
  return subjectOf({ kind: 'accessGrant', grant: grantId, team, tables: [] });
}

/** Name of the data cells filter of a grant on a table, which is nobody else's. */
export function grantFilterName(grantId: string, tableName: string): string {
  return shortened(`sluice_${grantId.slice(0, 8)}_${tableName}`);
}

function namesOf(
  { producerAccount, ref }: RequestedTable,
  grantId: string,
): Pick<GrantedTable, 'producerAccount' | 'database' | 'table' | 'filterName'> {
  return {
    producerAccount,
    database: ref.databaseName,
    table: ref.tableName,
    filterName: grantFilterName(grantId, ref.tableName),
  };
}

function currentTable(
  asked: RequestedTable,
  { world }: AccessSnapshot,
): TableEntry {
  const entry = world.findTable(asked.table);
  if (!entry) {
    throw new ConflictError(
      `Table ${nameOf(asked)} was not found in account ${
        asked.producerAccount
      } when it was last read. If it was dropped, end this agreement; if it was renamed, make a new request for it.`,
    );
  }
  const { problem, tableUuid } = entry.table;
  if (problem) {
    throw new ConflictError(
      `Table ${nameOf(
        asked,
      )} cannot be told from others, since its metadata was not read: ${problem} Have its owner or a platform engineer look at why, then resume.`,
    );
  }
  if (asked.tableUuid && tableUuid !== asked.tableUuid) {
    throw new ConflictError(
      `Table ${nameOf(
        asked,
      )} was made anew since it was asked for, so it is not the one that was agreed on. Make a new request for it.`,
    );
  }
  return entry;
}

function currentName(
  { fieldId, name }: RequestedColumn,
  asked: RequestedTable,
  { table }: TableEntry,
): string {
  const column = columnOf(fieldId, table.columns);
  if (column) return column.name;
  throw new ConflictError(
    `Column ${name} of ${nameOf(
      asked,
    )} is gone since it was asked for. Have the agreement reduced by it, or make a new request.`,
  );
}

/** A filter goes by names, so it is taken only while they mean what they did. */
function rowFilterOf(
  asked: RequestedTable,
  { table }: TableEntry,
): { rowFilter?: string } {
  const { rowFilter } = asked;
  if (!rowFilter) return {};
  for (const column of columnsOf(parseRowFilter(rowFilter))) {
    const requested = asked.columns.find(({ name }) => isNamed(name, column));
    const meant = requested
      ? columnOf(requested.fieldId, table.columns)
      : table.columns.find(({ name }) => isNamed(name, column));
    if (!meant || !isNamed(meant.name, column)) {
      throw new ConflictError(
        `The row filter of ${nameOf(asked)} names ${printColumn(
          column,
        )}, which ${
          meant ? `is called ${meant.name} now` : 'is gone since'
        }. Have the agreement reduced to a filter that fits, or make a new request.`,
      );
    }
  }
  return { rowFilter };
}

function columnOf(
  fieldId: number,
  columns: TableColumn[],
): TableColumn | undefined {
  return columns.find(each => each.fieldId === fieldId);
}

function isNamed(name: string, [first]: string[]): boolean {
  return name.toLocaleLowerCase('en-US') === first;
}

function shortened(name: string): string {
  return name.slice(0, MAX_NAME_LENGTH);
}

function nameOf({ ref }: RequestedTable): string {
  return `${ref.databaseName}.${ref.tableName}`;
}
