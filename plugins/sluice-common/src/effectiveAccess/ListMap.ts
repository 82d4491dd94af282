/**
 * Lists by key. A {@link ListMap.fork | fork} shares every list that it does not
 * change, so that it costs as much as there are keys, and not items.
 */
export class ListMap<V> {
  /** Keys whose lists nobody shares; absent when that is all of them. */
  private own: Set<string> | undefined;

  private constructor(private readonly lists: Map<string, V[]>) {}

  static create<V>(): ListMap<V> {
    return new ListMap<V>(new Map());
  }

  /** A copy to be changed. From then on this one must not be. */
  fork(): ListMap<V> {
    const copy = new ListMap(new Map(this.lists));
    copy.own = new Set();
    return copy;
  }

  get(key: string): readonly V[] {
    return this.lists.get(key) ?? [];
  }

  keys(): Iterable<string> {
    return this.lists.keys();
  }

  add(key: string, value: V): void {
    const list = this.lists.get(key);
    if (list && (!this.own || this.own.has(key))) {
      list.push(value);
    } else {
      this.lists.set(key, list ? [...list, value] : [value]);
      this.own?.add(key);
    }
  }

  remove(key: string, isIt: (value: V) => boolean): void {
    const list = this.lists.get(key);
    if (!list) return;
    const kept = list.filter(value => !isIt(value));
    if (kept.length > 0) this.lists.set(key, kept);
    else this.lists.delete(key);
    this.own?.add(key);
  }
}
