import {
  AccountObservation,
  candidateTables,
  createAccessIndex,
  effectiveAccess,
  EffectiveAccess,
  ObservationDelta,
  ObservedRole,
  tableKey,
} from '@sluice/plugin-sluice-common';
import { TableEntries, TableEntry } from './TableEntries';
import { touchedTables } from './touchedTables';

/**
 * Answers that are kept. One takes a few kilobytes, and a matrix of all teams
 * and tables may have half a million.
 */
const MAX_KEPT_ANSWERS = 50_000;

/**
 * Everything that was observed, indexed. The world of a newer observation is
 * made from it by what differs; answers are worked out once, and again when
 * something may have changed them.
 */
export class ObservedWorld {
  private readonly candidates = new Map<string, TableEntry[]>();
  private readonly answers = new Map<string, EffectiveAccess>();
  private rolesByArn: ReadonlyMap<string, ObservedRole> | undefined;

  constructor(
    readonly observations: AccountObservation[],
    readonly index = createAccessIndex(observations),
    private readonly entries = TableEntries.of(observations),
  ) {}

  /** The world as it is with the differences. This one stays as it is. */
  with(deltas: readonly ObservationDelta[]): ObservedWorld {
    const index = this.index.with(deltas);
    const world = new ObservedWorld(
      [...index.observations],
      index,
      this.entries.with(deltas),
    );
    const touched = touchedTables(world.observations, deltas);
    if (touched) {
      for (const [key, answer] of this.answers) {
        if (!touched.has(tableKey(answer.table))) {
          world.answers.set(key, answer);
        }
      }
    }
    return world;
  }

  /** Iceberg tables, in the order of their entity refs; other formats are not served. */
  get tables(): TableEntry[] {
    return this.entries.sorted;
  }

  findRole(arn: string): ObservedRole | undefined {
    this.rolesByArn ??= new Map(
      this.observations.flatMap(({ roles }) =>
        roles.map(role => [role.arn, role]),
      ),
    );
    return this.rolesByArn.get(arn);
  }

  findTable(entityRef: string): TableEntry | undefined {
    return this.entries.find(entityRef);
  }

  /** Tables of which a role may read something; of all others it reads nothing. */
  tablesWithin(roleArn: string): TableEntry[] {
    let entries = this.candidates.get(roleArn);
    if (!entries) {
      entries = candidateTables(this.index, roleArn).flatMap(
        ref => this.entries.findTable(ref) ?? [],
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
