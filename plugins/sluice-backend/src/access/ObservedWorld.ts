import {
  AccessIndex,
  AccountObservation,
  candidateTables,
  createAccessIndex,
  effectiveAccess,
  EffectiveAccess,
  ObservedRole,
  ObservedTable,
  tableEntityRef,
  tableKey,
} from '@sluice/plugin-sluice-common';

/**
 * Answers that are kept. One takes a few kilobytes, and a matrix of all teams
 * and tables may have half a million.
 */
const MAX_KEPT_ANSWERS = 50_000;

/** A table of a connected account, under the name it has in the catalog. */
export interface TableEntry {
  entityRef: string;
  accountName: string;
  table: ObservedTable;
}

/**
 * Everything that was observed, indexed. Made anew only when an observation
 * found something different; answers are worked out once and kept as long.
 */
export class ObservedWorld {
  /** Iceberg tables, in the order of their entity refs; other formats are not served. */
  readonly tables: TableEntry[];
  readonly index: AccessIndex;
  private readonly tablesByRef: Map<string, TableEntry>;
  private readonly tablesByKey: Map<string, TableEntry>;
  private readonly rolesByArn: Map<string, ObservedRole>;
  private readonly candidates = new Map<string, TableEntry[]>();
  private readonly answers = new Map<string, EffectiveAccess>();

  constructor(readonly observations: AccountObservation[]) {
    this.index = createAccessIndex(observations);
    this.tables = observations
      .flatMap(({ accountName, tables }) =>
        tables
          .filter(({ format }) => format === 'iceberg')
          .map(table => ({
            entityRef: tableEntityRef(accountName, table.ref),
            accountName,
            table,
          })),
      )
      .sort((a, b) => (a.entityRef < b.entityRef ? -1 : 1));
    this.tablesByRef = new Map(
      this.tables.map(entry => [entry.entityRef, entry]),
    );
    this.rolesByArn = new Map(
      observations.flatMap(({ roles }) => roles.map(role => [role.arn, role])),
    );
    this.tablesByKey = new Map(
      this.tables.map(entry => [tableKey(entry.table.ref), entry]),
    );
  }

  findRole(arn: string): ObservedRole | undefined {
    return this.rolesByArn.get(arn);
  }

  findTable(entityRef: string): TableEntry | undefined {
    return this.tablesByRef.get(entityRef);
  }

  /** Tables of which a role may read something; of all others it reads nothing. */
  tablesWithin(roleArn: string): TableEntry[] {
    let entries = this.candidates.get(roleArn);
    if (!entries) {
      entries = candidateTables(this.index, roleArn).flatMap(
        ref => this.tablesByKey.get(tableKey(ref)) ?? [],
      );
      this.candidates.set(roleArn, entries);
    }
    return entries;
  }

  /** What a role reads of a table, by what was observed. */
  effectiveAccess(roleArn: string, { table }: TableEntry): EffectiveAccess {
    const key = `${roleArn} ${tableKey(table.ref)}`;
    let answer = this.answers.get(key);
    if (!answer) {
      answer = effectiveAccess(this.index, {
        principal: roleArn,
        table: table.ref,
      });
      if (this.answers.size >= MAX_KEPT_ANSWERS) this.answers.clear();
      this.answers.set(key, answer);
    }
    return answer;
  }
}
