import type { Permission } from '@aws-sdk/client-lakeformation';
import { expandAll } from './permissionRules';
import { LfResource, resourceKey, subjectKey } from './resources';

/** All permissions that one principal holds on one resource under one condition. */
export interface PermissionEntry {
  principal: string;
  resource: LfResource;
  condition?: string;
  permissions: Set<Permission>;
  /** Always a subset of `permissions`. */
  grantable: Set<Permission>;
  updatedAt: Date;
  updatedBy: string;
}

/** Who is given or loses permissions on what. */
export type PermissionTarget = Pick<
  PermissionEntry,
  'principal' | 'resource' | 'condition'
>;

/**
 * The grants of one account's Lake Formation. They have no ids: principal,
 * resource and condition identify an entry (LF reference A11.9). Indexed, so that
 * neither a grant nor a question about a table walks all entries.
 */
export class PermissionStore {
  private readonly entries = new Map<string, PermissionEntry>();
  private readonly bySubject = new Map<string, Map<string, PermissionEntry>>();
  private readonly byPrincipal = new Map<
    string,
    Map<string, PermissionEntry>
  >();

  /** The entry of exactly this principal, resource and condition. */
  get(target: PermissionTarget): PermissionEntry | undefined {
    return this.entries.get(keyOf(target));
  }

  /** Adds permissions to what the principal has; ALL with all that it stands for. */
  grant(
    target: PermissionTarget,
    permissions: Permission[],
    grantable: Permission[],
    update: { at: Date; by: string },
  ): PermissionEntry {
    const key = keyOf(target);
    let entry = this.entries.get(key);
    if (!entry) {
      entry = {
        ...target,
        permissions: new Set(),
        grantable: new Set(),
        updatedAt: update.at,
        updatedBy: update.by,
      };
      this.entries.set(key, entry);
      index(this.bySubject, subjectKey(target.resource)).set(key, entry);
      index(this.byPrincipal, target.principal).set(key, entry);
    }
    for (const permission of expandAll(target.resource, permissions)) {
      entry.permissions.add(permission);
    }
    for (const permission of expandAll(target.resource, grantable)) {
      entry.grantable.add(permission);
    }
    entry.updatedAt = update.at;
    entry.updatedBy = update.by;
    return entry;
  }

  /** Takes permissions and grant options away; an entry without permissions is gone. */
  revoke(
    target: PermissionTarget,
    permissions: Permission[],
    grantable: Permission[],
    update: { at: Date; by: string },
  ): void {
    const entry = this.get(target);
    if (!entry) return;
    const lost = expandAll(target.resource, permissions);
    for (const permission of lost) entry.permissions.delete(permission);
    for (const permission of [
      ...lost,
      ...expandAll(target.resource, grantable),
    ]) {
      entry.grantable.delete(permission);
    }
    // ALL does not survive the loss of a part of it.
    if (lost.length > 0) entry.permissions.delete('ALL');
    if (lost.length + grantable.length > 0) entry.grantable.delete('ALL');
    entry.updatedAt = update.at;
    entry.updatedBy = update.by;
    if (entry.permissions.size === 0) this.remove(entry);
  }

  /** Entries on a catalog object, by {@link subjectKey}. */
  onSubject(key: string): PermissionEntry[] {
    return [...(this.bySubject.get(key)?.values() ?? [])];
  }

  /** Entries of a principal, as it is named in them. */
  ofPrincipal(principal: string): PermissionEntry[] {
    return [...(this.byPrincipal.get(principal)?.values() ?? [])];
  }

  /** Every entry, in the order of first grants. */
  all(): Iterable<PermissionEntry> {
    return this.entries.values();
  }

  /** Forgets everything about a catalog object that was deleted. */
  removeSubject(key: string): void {
    for (const entry of this.onSubject(key)) this.remove(entry);
  }

  private remove(entry: PermissionEntry): void {
    const key = keyOf(entry);
    this.entries.delete(key);
    unindex(this.bySubject, subjectKey(entry.resource), key);
    unindex(this.byPrincipal, entry.principal, key);
  }
}

function keyOf({ principal, resource, condition }: PermissionTarget): string {
  return JSON.stringify([principal, resourceKey(resource), condition ?? null]);
}

function index<V>(
  indexes: Map<string, Map<string, V>>,
  key: string,
): Map<string, V> {
  let found = indexes.get(key);
  if (!found) {
    found = new Map();
    indexes.set(key, found);
  }
  return found;
}

function unindex(
  indexes: Map<string, Map<string, unknown>>,
  key: string,
  entry: string,
): void {
  const found = indexes.get(key);
  found?.delete(entry);
  if (found?.size === 0) indexes.delete(key);
}
