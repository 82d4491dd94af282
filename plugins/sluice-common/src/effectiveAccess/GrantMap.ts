import { Permission } from '../accessModel';
import { ListMap } from './ListMap';

/**
 * Permissions by what they are on, then by whom they are for. A
 * {@link GrantMap.fork | fork} shares whatever it does not change.
 */
export class GrantMap {
  /** Targets that nobody shares; absent when that is all of them. */
  private own: Set<string> | undefined;

  private constructor(
    private readonly targets: Map<string, ListMap<Permission>>,
  ) {}

  static create(): GrantMap {
    return new GrantMap(new Map());
  }

  /** A copy to be changed. From then on this one must not be. */
  fork(): GrantMap {
    const copy = new GrantMap(new Map(this.targets));
    copy.own = new Set();
    return copy;
  }

  /** Everything on a target, by whom it is for. */
  on(target: string): ListMap<Permission> | undefined {
    return this.targets.get(target);
  }

  get(target: string, principal: string): readonly Permission[] {
    return this.targets.get(target)?.get(principal) ?? [];
  }

  /** Whoever holds something on a target. */
  holdersOf(target: string): Iterable<string> {
    return this.targets.get(target)?.keys() ?? [];
  }

  /** Targets on which somebody holds or held something. */
  get size(): number {
    return this.targets.size;
  }

  keys(): Iterable<string> {
    return this.targets.keys();
  }

  add(target: string, principal: string, permission: Permission): void {
    this.ownOf(target).add(principal, permission);
  }

  remove(target: string, principal: string, permission: Permission): void {
    this.ownOf(target).remove(principal, each => each === permission);
  }

  private ownOf(target: string): ListMap<Permission> {
    const list = this.targets.get(target);
    if (list && (!this.own || this.own.has(target))) return list;
    const owned = list?.fork() ?? ListMap.create<Permission>();
    this.targets.set(target, owned);
    this.own?.add(target);
    return owned;
  }
}
