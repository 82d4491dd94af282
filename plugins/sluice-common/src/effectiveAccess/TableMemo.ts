import { GrantScope } from './grantScope';

/**
 * What the answers about one table have in common, whoever they are for; for
 * whoever asks about many principals at once. Of one table of one index.
 */
export class TableMemo {
  private readonly scopes = new Map<string, GrantScope>();
  private readonly results = new Map<string, unknown>();

  /** What the table's owner shares with an account. */
  sharedWith(accountId: string, collect: () => GrantScope): GrantScope {
    let scope = this.scopes.get(accountId);
    if (!scope) {
      scope = collect();
      this.scopes.set(accountId, scope);
    }
    return scope;
  }

  /** What comes of row filters, by their texts. */
  byFilters<R>(key: string, decide: () => R): R {
    if (!this.results.has(key)) this.results.set(key, decide());
    return this.results.get(key) as R;
  }
}
