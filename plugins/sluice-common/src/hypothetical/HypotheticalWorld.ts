import {
  AccountObservation,
  ObservationDelta,
  ObservedDatabase,
  ObservedItems,
  ObservedTable,
  TableRef,
  tableKey,
  withDelta,
} from '../accessModel';
import { checkRowFilter } from '../rowFilter';
import { HypotheticalError } from './HypotheticalError';

/** A database, wherever it is. */
type DatabaseName = Pick<TableRef, 'region' | 'catalogId' | 'databaseName'>;

/**
 * What would be there, one change after the other: each meets what those before
 * it left. What was observed stays as it is.
 */
export class HypotheticalWorld {
  /** How it differs from what was observed, in the order of the changes. */
  readonly deltas: ObservationDelta[] = [];
  private readonly observations: Map<string, AccountObservation>;
  private readonly touched = new Map<string, TableRef>();
  private change = 1;

  constructor(observations: readonly AccountObservation[]) {
    this.observations = new Map(
      observations.map(each => [each.accountName, each]),
    );
  }

  get accounts(): AccountObservation[] {
    return [...this.observations.values()];
  }

  /** Tables of which a change so far may alter who reads what. */
  get tables(): TableRef[] {
    return [...this.touched.values()];
  }

  /** Number of the change that is being tried, from 1. */
  get number(): number {
    return this.change;
  }

  next(): void {
    this.change += 1;
  }

  /** @throws HypotheticalError unless the account is connected in the region */
  account(accountId: string, region?: string): AccountObservation {
    const found = this.accounts.find(
      each =>
        each.accountId === accountId &&
        (region === undefined || each.region === region),
    );
    if (found) return found;
    const where = region === undefined ? '' : ` in ${region}`;
    return this.fail(
      `account ${accountId} is not connected${where}, so nothing is known of it; name one of ${this.accounts
        .map(each => `${each.accountId} (${each.accountName})`)
        .join(', ')}`,
    );
  }

  /** @throws HypotheticalError unless the table was observed */
  table(ref: TableRef): { table: ObservedTable; owner: AccountObservation } {
    const owner = this.account(ref.catalogId, ref.region);
    const key = tableKey(ref);
    const table = owner.tables.find(each => tableKey(each.ref) === key);
    if (table) return { table, owner };
    return this.fail(
      `account ${ref.catalogId} has no table ${ref.databaseName}.${ref.tableName}`,
    );
  }

  /** @throws HypotheticalError unless the database was observed */
  database(name: DatabaseName): {
    database: ObservedDatabase;
    owner: AccountObservation;
    tables: ObservedTable[];
  } {
    const owner = this.account(name.catalogId, name.region);
    const isSame = (other: string) =>
      other.toLowerCase() === name.databaseName.toLowerCase();
    const database = owner.databases.find(each => isSame(each.databaseName));
    if (!database) {
      return this.fail(
        `account ${name.catalogId} has no database ${name.databaseName}`,
      );
    }
    const tables = owner.tables.filter(({ ref }) => isSame(ref.databaseName));
    return { database, owner, tables };
  }

  /** @throws HypotheticalError for a name that is no column of the table */
  requireColumns({ ref, columns }: ObservedTable, names: string[]): void {
    const known = columns.map(({ name }) => name);
    const lower = new Set(known.map(name => name.toLowerCase()));
    const unknown = names.find(name => !lower.has(name.toLowerCase()));
    if (unknown === undefined) return;
    this.fail(
      `${ref.databaseName}.${
        ref.tableName
      } has no column '${unknown}'; it has ${known.join(', ')}`,
    );
  }

  /** @throws HypotheticalError for what Lake Formation would not take */
  requireRowFilter({ columns }: ObservedTable, text: string): void {
    const [problem] = checkRowFilter(text, columns).problems;
    if (!problem) return;
    this.fail(
      `the row filter is wrong at character ${problem.start + 1}: ${
        problem.message
      }`,
    );
  }

  put(account: AccountObservation, put: ObservedItems): void {
    this.apply({ accountName: account.accountName, put, drop: {} });
  }

  drop(account: AccountObservation, drop: ObservedItems): void {
    this.apply({ accountName: account.accountName, put: {}, drop });
  }

  touch(tables: ObservedTable[]): void {
    for (const { ref } of tables) this.touched.set(tableKey(ref), ref);
  }

  fail(problem: string): never {
    throw new HypotheticalError(this.change, problem);
  }

  private apply(delta: ObservationDelta): void {
    this.deltas.push(delta);
    this.observations.set(
      delta.accountName,
      withDelta(this.observations.get(delta.accountName)!, delta),
    );
  }
}
