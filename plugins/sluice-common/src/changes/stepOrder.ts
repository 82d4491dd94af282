interface Ordered {
  id: string;
  dependsOn: readonly string[];
}

/**
 * What depends on something after it, otherwise in the order given. What is not
 * among them is taken to be there. Of a circle none is lost.
 * @public
 */
export function afterDependencies<T extends Ordered>(items: readonly T[]): T[] {
  const byId = new Map(items.map(item => [item.id, item]));
  const visited = new Set<string>();
  const ordered: T[] = [];
  const visit = (item: T) => {
    if (visited.has(item.id)) return;
    visited.add(item.id);
    for (const id of item.dependsOn) {
      const dependency = byId.get(id);
      if (dependency) visit(dependency);
    }
    ordered.push(item);
  };
  items.forEach(visit);
  return ordered;
}

/**
 * The same for what is to be done one after the other.
 * @throws Error when some depend on each other in a circle
 * @public
 */
export function inOrder<T extends Ordered>(items: readonly T[]): T[] {
  const ordered = afterDependencies(items);
  const waiting = new Set(ordered.map(({ id }) => id));
  for (const { id, dependsOn } of ordered) {
    if (dependsOn.some(each => waiting.has(each))) {
      throw new Error(
        `The steps depend on each other in a circle, ${id} among them`,
      );
    }
    waiting.delete(id);
  }
  return ordered;
}
