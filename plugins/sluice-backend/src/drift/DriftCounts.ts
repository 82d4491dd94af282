import { AccessSnapshot } from '../access';
import { StoredDrift } from './DriftStore';
import { tableOf } from './driftTable';

/** How many differences there are between each team and table. */
export class DriftCounts {
  private readonly counts = new Map<string, number>();

  static of(stored: StoredDrift[], snapshot: AccessSnapshot): DriftCounts {
    const result = new DriftCounts();
    for (const { drift } of stored) {
      const table = tableOf(drift, snapshot);
      if (drift.team && table) result.add(drift.team, table.entityRef);
    }
    return result;
  }

  between(teamRef: string, tableRef: string): number {
    return this.counts.get(keyOf(teamRef, tableRef)) ?? 0;
  }

  private add(teamRef: string, tableRef: string): void {
    const key = keyOf(teamRef, tableRef);
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }
}

function keyOf(teamRef: string, tableRef: string): string {
  return `${teamRef} ${tableRef}`;
}
