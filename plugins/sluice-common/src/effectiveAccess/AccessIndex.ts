import {
  AccountObservation,
  DataCellsFilter,
  ObservationPart,
  ObservedDatabase,
  ObservedTable,
  Permission,
  TableRef,
  tableKey,
} from '../accessModel';
import { RowFilterExpression } from '../rowFilter';
import {
  CatalogRef,
  DatabaseRef,
  ORGANIZATIONS,
  PermissionMap,
  accountKey,
  catalogKey,
  databaseKey,
  filterKey,
  found,
  principalKey,
  push,
  put,
} from './indexKeys';

const OPEN_TO_IAM = 'IAM_ALLOWED_PRINCIPALS';

/** A local name of a table, and the account in which it is. */
export interface LinkEntry {
  ref: TableRef;
  accountId: string;
}

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
 * does not follow later changes of the observations.
 * @public
 */
export class AccessIndex {
  /** Results that many answers share, by the text of a row filter. */
  readonly rowFilters = new Map<string, RowFilterExpression | Error>();

  private readonly accounts = new Map<string, AccountObservation>();
  private readonly failures = new Map<string, Map<ObservationPart, string>>();
  private readonly tablesByKey = new Map<string, ObservedTable>();
  private readonly tablesByDatabase = new Map<string, ObservedTable[]>();
  private readonly tablesByCatalog = new Map<string, ObservedTable[]>();
  private readonly databases = new Map<string, ObservedDatabase>();
  private readonly filters = new Map<string, Map<string, DataCellsFilter>>();
  private readonly linksByTarget = new Map<string, LinkEntry[]>();
  private readonly databaseLinksByTarget = new Map<string, LinkEntry[]>();
  private readonly onTables: PermissionMap = new Map();
  private readonly onAllTables: PermissionMap = new Map();
  private readonly onTags: PermissionMap = new Map();
  private readonly onCatalogs: PermissionMap = new Map();
  private readonly onUnrecognized: PermissionMap = new Map();
  private readonly byPrincipal = new Map<string, Permission[]>();
  private readonly ungoverned = new Map<string, TableRef>();
  private readonly principals = new Set<string>();
  private principalsByAccount: Map<string, string[]> | undefined;

  /** @internal */
  constructor(
    readonly observations: readonly AccountObservation[],
    private readonly options: AccessIndexOptions,
  ) {
    for (const observation of observations) {
      this.addAccount(observation);
      for (const permission of observation.permissions) {
        this.addPermission(permission);
      }
    }
    for (const table of this.tablesByKey.values()) {
      const isOpen =
        found(this.onTables, tableKey(table.ref), OPEN_TO_IAM).length > 0 ||
        found(this.onAllTables, databaseKey(table.ref), OPEN_TO_IAM).length > 0;
      if (isOpen || table.registration === 'hybrid') {
        this.ungoverned.set(tableKey(table.ref), table.ref);
      }
    }
  }

  /** All tables that were observed. */
  get tables(): ObservedTable[] {
    return [...this.tablesByKey.values()];
  }

  /** ARNs of the roles and users that were observed or hold a permission, sorted. */
  get principalArns(): string[] {
    return [...this.principals].sort();
  }

  findTable(ref: TableRef): ObservedTable | undefined {
    return this.tablesByKey.get(tableKey(ref));
  }

  findTablesOfDatabase(ref: DatabaseRef): ObservedTable[] {
    return this.tablesByDatabase.get(databaseKey(ref)) ?? [];
  }

  findTablesOfCatalog(ref: CatalogRef): ObservedTable[] {
    return this.tablesByCatalog.get(catalogKey(ref)) ?? [];
  }

  findDatabase(ref: DatabaseRef): ObservedDatabase | undefined {
    return this.databases.get(databaseKey(ref));
  }

  findAccount(ref: CatalogRef): AccountObservation | undefined {
    return this.accounts.get(catalogKey(ref));
  }

  /** Why a part of an account could not be read; undefined when it was. */
  findFailure(
    account: AccountObservation,
    part: ObservationPart,
  ): string | undefined {
    return this.failures.get(accountKey(account))?.get(part);
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
    return this.ungoverned.has(tableKey(table));
  }

  /** Tables over which Lake Formation may not decide, whoever asks. */
  get ungovernedTables(): TableRef[] {
    return [...this.ungoverned.values()];
  }

  /** A filter as one account sees it. */
  findFilter(
    account: AccountObservation,
    table: TableRef,
    name: string,
  ): DataCellsFilter | undefined {
    return this.filters.get(accountKey(account))?.get(filterKey(table, name));
  }

  /** Names that one account gives to a table, through table and database links. */
  findLinks(table: TableRef, accountId: string): TableRef[] {
    const viaDatabase =
      this.databaseLinksByTarget.get(databaseKey(table)) ?? [];
    return [
      ...(this.linksByTarget.get(tableKey(table)) ?? []),
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
    return [
      ...found(this.onTables, tableKey(table), principal),
      ...found(this.onAllTables, databaseKey(table), principal),
      ...found(this.onTags, catalogKey(table), principal),
    ].filter(permission => permission.observedIn === observedIn);
  }

  /**
   * Whoever holds a permission that may reach a table, as Lake Formation's API
   * spells them; also accounts, of whose principals nothing is said by that.
   */
  findHolders(table: TableRef): Set<string> {
    return new Set(
      [
        this.onTables.get(tableKey(table)),
        this.onAllTables.get(databaseKey(table)),
        this.onTags.get(catalogKey(table)),
        this.onCatalogs.get(catalogKey(table)),
      ].flatMap(byPrincipal => [...(byPrincipal?.keys() ?? [])]),
    );
  }

  /** Whoever holds a permission of which it is not known what it reaches, in any account of a region. */
  findHoldersOfUnrecognized(region: string): Set<string> {
    return new Set(
      [...this.onUnrecognized]
        .filter(([key]) => key.startsWith(`${region}/`))
        .flatMap(([, byPrincipal]) => [...byPrincipal.keys()]),
    );
  }

  /** ARNs of {@link principalArns} that belong to an account, sorted. */
  findPrincipalsOf(accountId: string): string[] {
    this.principalsByAccount ??= this.groupPrincipals();
    return this.principalsByAccount.get(accountId) ?? [];
  }

  /** Ids of the accounts to which the known principals belong. */
  get principalAccounts(): string[] {
    this.principalsByAccount ??= this.groupPrincipals();
    return [...this.principalsByAccount.keys()];
  }

  findCatalogPermissions(ref: CatalogRef, principal: string): Permission[] {
    return found(this.onCatalogs, catalogKey(ref), principal);
  }

  /** Permissions on what is not understood, in one account's Lake Formation. */
  findUnrecognizedPermissions(
    account: AccountObservation,
    principal: string,
  ): Permission[] {
    return found(this.onUnrecognized, accountKey(account), principal);
  }

  /** Permissions of organizations and their units that may reach a table. */
  findOrganizationPermissions(
    table: TableRef,
    observedIn: string,
  ): Permission[] {
    return this.findPermissions(table, ORGANIZATIONS, observedIn);
  }

  /** Everything granted to a principal, in any account. */
  findPermissionsOf(principal: string): Permission[] {
    return this.byPrincipal.get(principal) ?? [];
  }

  private groupPrincipals(): Map<string, string[]> {
    const byAccount = new Map<string, string[]>();
    for (const arn of this.principalArns) {
      push(byAccount, arn.split(':')[4] ?? '', arn);
    }
    return byAccount;
  }

  private addAccount(account: AccountObservation): void {
    const { accountId, region } = account;
    this.accounts.set(accountKey(account), account);
    this.failures.set(
      accountKey(account),
      new Map(account.failures.map(({ part, message }) => [part, message])),
    );
    for (const table of account.tables) {
      this.tablesByKey.set(tableKey(table.ref), table);
      push(this.tablesByDatabase, databaseKey(table.ref), table);
      push(this.tablesByCatalog, catalogKey(table.ref), table);
    }
    for (const database of account.databases) {
      this.databases.set(databaseKey(database), database);
      if (database.target) {
        const { catalogId, databaseName } = database;
        const target = { ...database.target, region };
        push(this.databaseLinksByTarget, databaseKey(target), {
          // The table's name is added by whoever looks for one.
          ref: { region, catalogId, databaseName, tableName: '' },
          accountId,
        });
      }
    }
    for (const link of account.links) {
      push(this.linksByTarget, tableKey(link.target), {
        ref: link.ref,
        accountId,
      });
    }
    this.filters.set(
      accountKey(account),
      new Map(
        account.filters.map(filter => [
          filterKey(filter.table, filter.name),
          filter,
        ]),
      ),
    );
    for (const role of account.roles) this.principals.add(role.arn);
  }

  private addPermission(permission: Permission): void {
    const { principal, resource, region } = permission;
    const key = principalKey(principal);
    push(this.byPrincipal, key, permission);
    if (principal.kind === 'iamRole' || principal.kind === 'iamUser') {
      this.principals.add(principal.arn);
    }
    switch (resource.kind) {
      case 'table':
      case 'columns':
      case 'dataCellsFilter':
        put(this.onTables, tableKey({ ...resource, region }), key, permission);
        break;
      case 'allTables':
        put(
          this.onAllTables,
          databaseKey({ ...resource, region }),
          key,
          permission,
        );
        break;
      case 'lfTagPolicy':
        // A policy on databases gives nothing on their tables (A2).
        if (resource.resourceType === 'TABLE') {
          put(
            this.onTags,
            catalogKey({ ...resource, region }),
            key,
            permission,
          );
        }
        break;
      case 'catalog':
        put(
          this.onCatalogs,
          catalogKey({ ...resource, region }),
          key,
          permission,
        );
        break;
      case 'unrecognised':
        put(
          this.onUnrecognized,
          catalogKey({ region, catalogId: permission.observedIn }),
          key,
          permission,
        );
        break;
      default:
        // Databases, locations and tags themselves give no access to tables.
        break;
    }
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
  return new AccessIndex(observations, options);
}
