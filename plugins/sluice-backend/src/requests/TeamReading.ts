import {
  AccessIndex,
  AccessTerms,
  AccountObservation,
  AskedTableAccess,
  effectiveAccess,
  grantSteps,
  plannedAccess,
  PlanStep,
  PreflightFinding,
} from '@sluice/plugin-sluice-common';
import { AccessSnapshot, TableEntry, Team } from '../access';
import { DrawnGrant } from './drawnGrant';

/** What the team reads of the tables without the grant and with it. */
export class TeamReading {
  readonly title: string;
  private readonly team: Team | undefined;
  private readonly snapshot: AccessSnapshot;
  private readonly entries: TableEntry[];
  private readonly without: AccessIndex;
  private readonly after: AccessIndex;

  constructor(
    teamRef: string,
    options: {
      snapshot: AccessSnapshot;
      terms: AccessTerms;
      /** Of the tables. */
      observed: AccountObservation[];
      drawn: DrawnGrant;
      steps: PlanStep[];
    },
  ) {
    const { snapshot, terms, observed, drawn, steps } = options;
    const { world } = snapshot;
    this.snapshot = snapshot;
    this.team = snapshot.findTeam(teamRef);
    this.title = this.team?.title ?? teamRef;
    this.entries = terms.tables.flatMap(
      ({ table }) => world.findTable(table) ?? [],
    );
    const tables = this.entries.map(({ table }) => table.ref);
    const index = (planned: PlanStep[]) =>
      plannedAccess({ before: observed, steps: planned, tables });
    this.after = index(steps);
    this.without = index(
      grantSteps({
        wanted: [],
        unwanted: drawn.before,
        observed,
      }),
    );
  }

  /** Undefined where it is not known what the team reads. */
  accessTo(tableRef: string): AskedTableAccess | undefined {
    const entry = this.entries.find(each => each.entityRef === tableRef);
    const principal = this.team?.roleArn;
    if (!entry || !principal || this.doubtsOf(entry).length > 0) {
      return undefined;
    }
    const { columns, ref: table } = entry.table;
    return {
      columns,
      without: effectiveAccess(this.without, { principal, table }),
      after: effectiveAccess(this.after, { principal, table }),
    };
  }

  /** Where nothing can be said of what the team reads. */
  findings(): PreflightFinding[] {
    return this.entries.flatMap(entry => {
      const doubts = this.doubtsOf(entry);
      const { databaseName, tableName } = entry.table.ref;
      return doubts.length > 0
        ? [
            {
              rule: 'OBSERVATION',
              severity: 'warning' as const,
              message: `What ${
                this.title
              } reads of ${databaseName}.${tableName} now is not known, so neither is what it would read: ${doubts.join(
                ' ',
              )}`,
            },
          ]
        : [];
    });
  }

  private doubtsOf(entry: TableEntry): string[] {
    if (!this.team) return [];
    const access = this.snapshot.accessOf(this.team, entry);
    return access.level === 'unknown' ? access.problems : [];
  }
}
