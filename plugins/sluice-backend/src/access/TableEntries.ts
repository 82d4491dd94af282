import {
  AccountObservation,
  ObservationDelta,
  ObservedTable,
  tableEntityRef,
  tableKey,
  TableRef,
} from '@sluice/plugin-sluice-common';

/** A table of a connected account, under the name it has in the catalog. */
export interface TableEntry {
  entityRef: string;
  accountName: string;
  table: ObservedTable;
}

/** The Iceberg tables of all accounts; other formats are not served. */
export class TableEntries {
  /** In the order of their entity refs. */
  readonly sorted: TableEntry[];
  private readonly byRef: Map<string, TableEntry>;
  private readonly byKey: Map<string, TableEntry>;

  static of(observations: readonly AccountObservation[]): TableEntries {
    const entries = observations.flatMap(({ accountName, tables }) =>
      tables.filter(isServed).map(table => entryOf(accountName, table)),
    );
    return new TableEntries(
      entries.sort(byEntityRef),
      new Map(entries.map(entry => [entry.entityRef, entry])),
      new Map(entries.map(entry => [tableKey(entry.table.ref), entry])),
    );
  }

  private constructor(
    sorted: TableEntry[],
    byRef: Map<string, TableEntry>,
    byKey: Map<string, TableEntry>,
  ) {
    this.sorted = sorted;
    this.byRef = byRef;
    this.byKey = byKey;
  }

  find(entityRef: string): TableEntry | undefined {
    return this.byRef.get(entityRef);
  }

  findTable(ref: TableRef): TableEntry | undefined {
    return this.byKey.get(tableKey(ref));
  }

  /** As they are with the differences; what does not differ keeps its entry. */
  with(deltas: readonly ObservationDelta[]): TableEntries {
    const differing = differingEntries(deltas);
    if (differing.size === 0) return this;
    const byRef = new Map(this.byRef);
    const byKey = new Map(this.byKey);
    for (const [entityRef, { ref, entry }] of differing) {
      byRef.delete(entityRef);
      byKey.delete(tableKey(ref));
      if (entry) {
        byRef.set(entityRef, entry);
        byKey.set(tableKey(ref), entry);
      }
    }
    const kept = this.sorted.filter(
      ({ entityRef }) => !differing.has(entityRef),
    );
    const added = [...differing.values()].flatMap(({ entry }) => entry ?? []);
    return new TableEntries(merge(kept, added.sort(byEntityRef)), byRef, byKey);
  }
}

/** By entity ref, what becomes of each table that differs; without an entry when it is gone. */
function differingEntries(
  deltas: readonly ObservationDelta[],
): Map<string, { ref: TableRef; entry?: TableEntry }> {
  const differing = new Map<string, { ref: TableRef; entry?: TableEntry }>();
  for (const { accountName, put, drop } of deltas) {
    for (const { ref } of drop.tables ?? []) {
      differing.set(tableEntityRef(accountName, ref), { ref });
    }
    for (const table of put.tables ?? []) {
      const entry = entryOf(accountName, table);
      differing.set(entry.entityRef, {
        ref: table.ref,
        ...(isServed(table) && { entry }),
      });
    }
  }
  return differing;
}

function merge(one: TableEntry[], other: TableEntry[]): TableEntry[] {
  const merged: TableEntry[] = [];
  let next = 0;
  for (const entry of one) {
    while (next < other.length && byEntityRef(other[next], entry) < 0) {
      merged.push(other[next++]);
    }
    merged.push(entry);
  }
  return [...merged, ...other.slice(next)];
}

function entryOf(accountName: string, table: ObservedTable): TableEntry {
  const entityRef = tableEntityRef(accountName, table.ref);
  return { entityRef, accountName, table };
}

function isServed({ format }: ObservedTable): boolean {
  return format === 'iceberg';
}

function byEntityRef(a: TableEntry, b: TableEntry): number {
  return a.entityRef < b.entityRef ? -1 : 1;
}
