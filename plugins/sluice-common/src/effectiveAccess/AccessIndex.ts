import {
  AccountObservation,
  DataCellsFilter,
  ObservationDelta,
  ObservationPart,
  ObservedDatabase,
  ObservedTable,
  Permission,
  TableRef,
  applyDelta,
  tableKey,
} from '../accessModel';
import { RowFilterExpression } from '../rowFilter';
import { IndexMaps } from './IndexMaps';
import { ListMap } from './ListMap';
import {
  CatalogRef,
  DatabaseRef,
  ORGANIZATIONS,
  accountKey,
  catalogKey,
  databaseKey,
  filterKey,
  keysOfTags,
  push,
} from './indexKeys';

/** Row filters that are kept in parsed form; beyond it, all are forgotten. */
const MAX_ROW_FILTERS = 200_000;

/** @public */
export interface AccessIndexOptions {
  /**
   * ISO 8601; what was observed before is too old, and answers that rest on it
   * are unknown. Absent: nothing is.
   */
  staleBefore?: string;
}

/**
 * What was observed of all accounts, arranged so that one answer looks at the
 * few permissions that concern it. Make it with {@link createAccessIndex}; it
 * does not follow later changes of the observations, but others can be made from
 * it by {@link AccessIndex.with}.
 * @public
 */
export class AccessIndex {
  /** Results that many answers share, by the text of a row filter. */
  readonly rowFilters: Map<string, RowFilterExpression | Error>;

  /** Permissions that may reach a table, found once for each object that names it. */
  private readonly reach = new WeakMap<TableRef, ListMap<Permission>[]>();
  private sortedPrincipals: readonly string[] | undefined;
  private principalsByAccount: Map<string, string[]> | undefined;

  /** @internal */
  constructor(
    readonly observations: readonly AccountObservation[],
    private readonly options: AccessIndexOptions,
    private readonly maps: IndexMaps,
    rowFilters = new Map<string, RowFilterExpression | Error>(),
  ) {
    this.rowFilters = rowFilters;
  }

  /**
   * The index of what there is with the differences, as if made from scratch. It
   * shares all that is the same; this one answers as before.
   *
   * @throws Error when a difference is of an account that is not here
   */
  with(deltas: readonly ObservationDelta[]): AccessIndex {
    const maps = this.maps.fork();
    const observations = [...this.observations];
    for (const delta of deltas) {
      const position = observations.findIndex(
        ({ accountName }) => accountName === delta.accountName,
      );
      if (position < 0) {
        throw new Error(
          `Account ${delta.accountName} is not among those that were observed.`,
        );
      }
      const { after, removed } = applyDelta(observations[position], delta);
      maps.setAccount(after, removed, delta.put);
      observations[position] = after;
    }
    return new AccessIndex(
      observations,
      this.options,
      maps,
      this.rowFilters.size < MAX_ROW_FILTERS ? this.rowFilters : undefined,
    );
  }

  /** All tables that were observed. */
  get tables(): ObservedTable[] {
    return [...this.maps.tables.values()];
  }

  /** ARNs of the roles and users that were observed or hold a permission, sorted. */
  get principalArns(): readonly string[] {
    this.sortedPrincipals ??= this.sortPrincipals();
    return this.sortedPrincipals;
  }

  findTable(ref: TableRef): ObservedTable | undefined {
    return this.maps.tables.get(tableKey(ref));
  }

  findTablesOfDatabase(ref: DatabaseRef): readonly ObservedTable[] {
    return this.maps.tablesByDatabase.get(databaseKey(ref));
  }

  findTablesOfCatalog(ref: CatalogRef): readonly ObservedTable[] {
    return this.maps.tablesByCatalog.get(catalogKey(ref));
  }

  findDatabase(ref: DatabaseRef): ObservedDatabase | undefined {
    return this.maps.databases.get(databaseKey(ref));
  }

  findAccount(ref: CatalogRef): AccountObservation | undefined {
    return this.maps.accounts.get(catalogKey(ref));
  }

  /** Why a part of an account could not be read; undefined when it was. */
  findFailure(
    account: AccountObservation,
    part: ObservationPart,
  ): string | undefined {
    return account.failures.find(failure => failure.part === part)?.message;
  }

  isStale(account: AccountObservation): boolean {
    const { staleBefore } = this.options;
    return (
      staleBefore !== undefined &&
      Date.parse(account.observedAt) < Date.parse(staleBefore)
    );
  }

  /** Whether nothing certain can be said of an account's tables and roles. */
  isUnread(account: AccountObservation): boolean {
    return (
      this.isStale(account) ||
      (['databases', 'tables', 'permissions'] as const).some(
        part => this.findFailure(account, part) !== undefined,
      )
    );
  }

  /** Whether Lake Formation may not decide over a table, whoever asks. */
  isUngoverned(table: TableRef): boolean {
    return this.maps.ungoverned.has(tableKey(table));
  }

  /** Tables over which Lake Formation may not decide, whoever asks. */
  get ungovernedTables(): TableRef[] {
    return [...this.maps.ungoverned.values()];
  }

  /** A filter as one account sees it. */
  findFilter(
    account: AccountObservation,
    table: TableRef,
    name: string,
  ): DataCellsFilter | undefined {
    return this.maps.filters
      .get(accountKey(account))
      ?.get(filterKey(table, name));
  }

  /** Names that one account gives to a table, through table and database links. */
  findLinks(table: TableRef, accountId: string): TableRef[] {
    const viaDatabase = this.maps.databaseLinksByTarget.get(databaseKey(table));
    return [
      ...this.maps.linksByTarget.get(tableKey(table)),
      ...viaDatabase.map(link => ({
        ...link,
        ref: { ...link.ref, tableName: table.tableName },
      })),
    ]
      .filter(link => link.accountId === accountId)
      .map(link => link.ref);
  }

  /** Permissions that may reach a table: on it, on its database's tables, by tags. */
  findPermissions(
    table: TableRef,
    principal: string,
    observedIn: string,
  ): Permission[] {
    const permissions: Permission[] = [];
    for (const byPrincipal of this.reachOf(table)) {
      for (const permission of byPrincipal.get(principal)) {
        if (permission.observedIn === observedIn) permissions.push(permission);
      }
    }
    return permissions;
  }

  /**
   * Whoever holds a permission that may reach a table, as Lake Formation's API
   * spells them; also accounts, of whose principals nothing is said by that.
   */
  findHolders(table: TableRef): Set<string> {
    const { onTables, onAllTables, onCatalogs } = this.maps;
    return new Set([
      ...onTables.holdersOf(tableKey(table)),
      ...onAllTables.holdersOf(databaseKey(table)),
      ...onCatalogs.holdersOf(catalogKey(table)),
      ...this.findHoldersByTags(table),
    ]);
  }

  /** Whoever holds a permission of which it is not known what it reaches, in any account of a region. */
  findHoldersOfUnrecognized(region: string): Set<string> {
    const { onUnrecognized } = this.maps;
    return new Set(
      [...onUnrecognized.keys()]
        .filter(key => key.startsWith(`${region}/`))
        .flatMap(key => [...onUnrecognized.holdersOf(key)]),
    );
  }

  /** ARNs of {@link principalArns} that belong to an account, sorted. */
  findPrincipalsOf(accountId: string): readonly string[] {
    this.principalsByAccount ??= this.groupPrincipals();
    return this.principalsByAccount.get(accountId) ?? [];
  }

  /** Ids of the accounts to which the known principals belong. */
  get principalAccounts(): string[] {
    this.principalsByAccount ??= this.groupPrincipals();
    return [...this.principalsByAccount.keys()];
  }

  findCatalogPermissions(
    ref: CatalogRef,
    principal: string,
  ): readonly Permission[] {
    return this.maps.onCatalogs.get(catalogKey(ref), principal);
  }

  /** Whether anybody holds what {@link findUnrecognizedPermissions} or {@link findCatalogPermissions} finds. */
  mayHoldUnrecognized(ref: CatalogRef): boolean {
    const { onUnrecognized, onCatalogs } = this.maps;
    return (
      onUnrecognized.size > 0 || onCatalogs.on(catalogKey(ref)) !== undefined
    );
  }

  /** Permissions on what is not understood, in one account's Lake Formation. */
  findUnrecognizedPermissions(
    account: AccountObservation,
    principal: string,
  ): readonly Permission[] {
    return this.maps.onUnrecognized.get(accountKey(account), principal);
  }

  /** Permissions of organizations and their units that may reach a table. */
  findOrganizationPermissions(
    table: TableRef,
    observedIn: string,
  ): Permission[] {
    return this.findPermissions(table, ORGANIZATIONS, observedIn);
  }

  /** Everything granted to a principal, in any account. */
  findPermissionsOf(principal: string): readonly Permission[] {
    return this.maps.byPrincipal.get(principal);
  }

  private reachOf(table: TableRef): ListMap<Permission>[] {
    let reach = this.reach.get(table);
    if (!reach) {
      const { onTables, onAllTables, onTags } = this.maps;
      reach = [
        onTables.on(tableKey(table)),
        onAllTables.on(databaseKey(table)),
        onTags.on(catalogKey(table)),
      ].flatMap(byPrincipal => byPrincipal ?? []);
      this.reach.set(table, reach);
    }
    return reach;
  }

  /** All of the catalog where the tags are not known. */
  private findHoldersByTags(ref: TableRef): string[] {
    const { onTags, onTagValues } = this.maps;
    const catalog = catalogKey(ref);
    const account = this.findAccount(ref);
    const table = this.findTable(ref);
    const database = this.findDatabase(ref);
    const isKnown =
      account && this.findFailure(account, 'tags') === undefined && table;
    if (!isKnown || !database) return [...onTags.holdersOf(catalog)];
    const tags = [
      ...database.lfTags,
      ...table.lfTags,
      ...table.columns.flatMap(column => column.lfTags),
    ];
    return [...keysOfTags(catalog, tags)].flatMap(key => [
      ...onTagValues.holdersOf(key),
    ]);
  }

  private sortPrincipals(): string[] {
    const { byPrincipal, roles } = this.maps;
    const arns = new Set(roles.keys());
    for (const key of byPrincipal.keys()) {
      const [{ principal }] = byPrincipal.get(key);
      if (principal.kind === 'iamRole' || principal.kind === 'iamUser') {
        arns.add(principal.arn);
      }
    }
    return [...arns].sort();
  }

  private groupPrincipals(): Map<string, string[]> {
    const byAccount = new Map<string, string[]>();
    for (const arn of this.principalArns) {
      push(byAccount, arn.split(':')[4] ?? '', arn);
    }
    return byAccount;
  }
}

/**
 * Arranges observations for {@link effectiveAccess}; takes time proportional to
 * their size, once.
 * @public
 */
export function createAccessIndex(
  observations: readonly AccountObservation[],
  options: AccessIndexOptions = {},
): AccessIndex {
  const maps = new IndexMaps();
  for (const observation of observations) {
    maps.setAccount(observation, {}, observation);
  }
  return new AccessIndex(observations, options, maps);
}
