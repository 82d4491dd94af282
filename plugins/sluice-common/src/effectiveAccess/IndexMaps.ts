import {
  AccountObservation,
  DataCellsFilter,
  ObservedDatabase,
  ObservedItems,
  ObservedTable,
  Permission,
  TableRef,
  tableKey,
} from '../accessModel';
import { GrantMap } from './GrantMap';
import {
  accountKey,
  catalogKey,
  databaseKey,
  filterKey,
  principalKey,
  tagValueKeys,
} from './indexKeys';
import { ListMap } from './ListMap';

/** Whoever IAM lets read: Lake Formation's name for leaving a table to IAM. */
export const OPEN_TO_IAM = 'IAM_ALLOWED_PRINCIPALS';

/** A local name of a table, and the account in which it is. */
export interface LinkEntry {
  ref: TableRef;
  accountId: string;
}

/**
 * What was observed, by the keys under which {@link AccessIndex} looks it up. Only
 * whoever makes an index changes it; a {@link IndexMaps.fork | fork} shares what
 * it does not change, and costs by tables and principals, not by permissions.
 */
export class IndexMaps {
  accounts = new Map<string, AccountObservation>();
  tables = new Map<string, ObservedTable>();
  tablesByDatabase = ListMap.create<ObservedTable>();
  tablesByCatalog = ListMap.create<ObservedTable>();
  databases = new Map<string, ObservedDatabase>();
  /** By account, then by table and name. */
  filters = new Map<string, Map<string, DataCellsFilter>>();
  linksByTarget = ListMap.create<LinkEntry>();
  databaseLinksByTarget = ListMap.create<LinkEntry>();
  onTables = GrantMap.create();
  onAllTables = GrantMap.create();
  onTags = GrantMap.create();
  /** Like `onTags`, by the values of the policy's first condition. */
  onTagValues = GrantMap.create();
  onCatalogs = GrantMap.create();
  onUnrecognized = GrantMap.create();
  byPrincipal = ListMap.create<Permission>();
  /** Accounts in which a role was observed, by its ARN. */
  roles = ListMap.create<string>();
  /** Tables over which Lake Formation may not decide, whoever asks. */
  ungoverned = new Map<string, TableRef>();

  /** A copy to be changed. From then on this one must not be. */
  fork(): IndexMaps {
    const copy = new IndexMaps();
    copy.accounts = new Map(this.accounts);
    copy.tables = new Map(this.tables);
    copy.tablesByDatabase = this.tablesByDatabase.fork();
    copy.tablesByCatalog = this.tablesByCatalog.fork();
    copy.databases = new Map(this.databases);
    copy.filters = new Map(this.filters);
    copy.linksByTarget = this.linksByTarget.fork();
    copy.databaseLinksByTarget = this.databaseLinksByTarget.fork();
    copy.onTables = this.onTables.fork();
    copy.onAllTables = this.onAllTables.fork();
    copy.onTags = this.onTags.fork();
    copy.onTagValues = this.onTagValues.fork();
    copy.onCatalogs = this.onCatalogs.fork();
    copy.onUnrecognized = this.onUnrecognized.fork();
    copy.byPrincipal = this.byPrincipal.fork();
    copy.roles = this.roles.fork();
    copy.ungoverned = new Map(this.ungoverned);
    return copy;
  }

  /**
   * Puts an account in, or in the place of what was known of it.
   *
   * @param removed - items of before that are gone or replaced
   * @param added - items that are new or in the place of others
   */
  setAccount(
    account: AccountObservation,
    removed: ObservedItems,
    added: ObservedItems,
  ): void {
    const key = accountKey(account);
    this.accounts.set(key, account);
    if (removed.filters || added.filters) {
      // Those of other accounts are shared.
      this.filters.set(key, new Map(this.filters.get(key)));
    }
    this.remove(account, removed);
    this.add(account, added);
    this.findUngoverned(removed);
    this.findUngoverned(added);
  }

  private add(account: AccountObservation, items: ObservedItems): void {
    for (const table of items.tables ?? []) {
      this.tables.set(tableKey(table.ref), table);
      this.tablesByDatabase.add(databaseKey(table.ref), table);
      this.tablesByCatalog.add(catalogKey(table.ref), table);
    }
    for (const database of items.databases ?? []) {
      this.databases.set(databaseKey(database), database);
      this.forDatabaseLink(account, database, (key, link) =>
        this.databaseLinksByTarget.add(key, link),
      );
    }
    for (const { target, ref } of items.links ?? []) {
      const { accountId } = account;
      this.linksByTarget.add(tableKey(target), { ref, accountId });
    }
    const filters = this.filters.get(accountKey(account));
    for (const filter of items.filters ?? []) {
      filters!.set(filterKey(filter.table, filter.name), filter);
    }
    for (const role of items.roles ?? []) {
      this.roles.add(role.arn, accountKey(account));
    }
    for (const permission of items.permissions ?? []) {
      const key = principalKey(permission.principal);
      this.byPrincipal.add(key, permission);
      this.placeOf(permission, (map, target) =>
        map.add(target, key, permission),
      );
    }
  }

  private remove(account: AccountObservation, items: ObservedItems): void {
    for (const table of items.tables ?? []) {
      const isIt = (each: ObservedTable) => each === table;
      this.tables.delete(tableKey(table.ref));
      this.tablesByDatabase.remove(databaseKey(table.ref), isIt);
      this.tablesByCatalog.remove(catalogKey(table.ref), isIt);
    }
    for (const database of items.databases ?? []) {
      this.databases.delete(databaseKey(database));
      this.forDatabaseLink(account, database, (key, { ref }) =>
        this.databaseLinksByTarget.remove(
          key,
          each => databaseKey(each.ref) === databaseKey(ref),
        ),
      );
    }
    for (const { target, ref } of items.links ?? []) {
      this.linksByTarget.remove(
        tableKey(target),
        link => tableKey(link.ref) === tableKey(ref),
      );
    }
    const filters = this.filters.get(accountKey(account));
    for (const filter of items.filters ?? []) {
      filters!.delete(filterKey(filter.table, filter.name));
    }
    for (const role of items.roles ?? []) {
      this.roles.remove(role.arn, each => each === accountKey(account));
    }
    for (const permission of items.permissions ?? []) {
      const key = principalKey(permission.principal);
      this.byPrincipal.remove(key, each => each === permission);
      this.placeOf(permission, (map, target) =>
        map.remove(target, key, permission),
      );
    }
  }

  private forDatabaseLink(
    { region, accountId }: AccountObservation,
    { catalogId, databaseName, target }: ObservedDatabase,
    use: (key: string, link: LinkEntry) => void,
  ): void {
    if (!target) return;
    use(databaseKey({ ...target, region }), {
      // The table's name is added by whoever looks for one.
      ref: { region, catalogId, databaseName, tableName: '' },
      accountId,
    });
  }

  /** Where a permission is looked up; nowhere if it gives no access to tables. */
  private placeOf(
    { resource, region, observedIn }: Permission,
    use: (map: GrantMap, target: string) => void,
  ): void {
    switch (resource.kind) {
      case 'table':
      case 'columns':
      case 'dataCellsFilter':
        use(this.onTables, tableKey({ ...resource, region }));
        break;
      case 'allTables':
        use(this.onAllTables, databaseKey({ ...resource, region }));
        break;
      case 'lfTagPolicy':
        // A policy on databases gives nothing on their tables (A2).
        if (resource.resourceType === 'TABLE') {
          const catalog = catalogKey({ ...resource, region });
          use(this.onTags, catalog);
          for (const key of tagValueKeys(catalog, resource.expression)) {
            use(this.onTagValues, key);
          }
        }
        break;
      case 'catalog':
        use(this.onCatalogs, catalogKey({ ...resource, region }));
        break;
      case 'unrecognised':
        use(this.onUnrecognized, catalogKey({ region, catalogId: observedIn }));
        break;
      default:
        // Databases, locations and tags themselves give no access to tables.
        break;
    }
  }

  /** Decides again over the tables that some items concern. */
  private findUngoverned({
    tables = [],
    permissions = [],
  }: ObservedItems): void {
    for (const { ref } of tables) this.decideUngoverned(tableKey(ref), ref);
    for (const { principal, resource, region } of permissions) {
      if (principal.kind !== 'iamAllowedPrincipals') continue;
      if (resource.kind === 'allTables') {
        const key = databaseKey({ ...resource, region });
        for (const { ref } of this.tablesByDatabase.get(key)) {
          this.decideUngoverned(tableKey(ref), ref);
        }
      } else if ('tableName' in resource) {
        const ref = { ...resource, region };
        this.decideUngoverned(tableKey(ref), ref);
      }
    }
  }

  private decideUngoverned(key: string, { region, ...ref }: TableRef): void {
    const table = this.tables.get(key);
    const isOpen =
      this.onTables.get(key, OPEN_TO_IAM).length > 0 ||
      this.onAllTables.get(databaseKey({ region, ...ref }), OPEN_TO_IAM)
        .length > 0;
    if (table && (isOpen || table.registration === 'hybrid')) {
      this.ungoverned.set(key, table.ref);
    } else {
      this.ungoverned.delete(key);
    }
  }
}
