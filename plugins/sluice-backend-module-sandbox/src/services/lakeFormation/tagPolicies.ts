import { SandboxWorld } from '../../core';
import { catalogLookup } from './catalogLookup';
import { LfResource } from './resources';
import { lakeFormationState } from './state';

type TagPolicy = Extract<LfResource, { kind: 'lfTagPolicy' }>;

/** LF-Tags by key; an object has one value per key (LF reference A6). */
export type TagValues = ReadonlyMap<string, string>;

/** Key under which LF-Tags are assigned: a database, a table or a column by its path. */
export function assignmentKey(...path: string[]): string {
  return JSON.stringify(path);
}

/**
 * LF-Tags of a database, table or column with what it inherits; its own value of
 * a key overrides the inherited one (LF reference A6).
 */
export function effectiveTags(
  world: SandboxWorld,
  catalogId: string,
  region: string,
  ...path: string[]
): TagValues {
  const { assignedTags } = lakeFormationState(world, catalogId, region);
  return new Map(
    path.flatMap((_, depth) => [
      ...(assignedTags.get(assignmentKey(...path.slice(0, depth + 1))) ?? []),
    ]),
  );
}

/** AND between the keys, OR between the values of one (LF reference A6). */
export function expressionMatches(
  expression: TagPolicy['expression'],
  tags: TagValues,
): boolean {
  return expression.every(({ key, values }) => {
    const value = tags.get(key);
    return (
      value !== undefined && (values.includes('*') || values.includes(value))
    );
  });
}

/** Whether the policy reaches a database or a whole table. */
export function policyMatchesResource(
  world: SandboxWorld,
  region: string,
  policy: TagPolicy,
  resource: LfResource,
): boolean {
  if (resource.catalogId !== policy.catalogId) return false;
  if (policy.resourceType === 'DATABASE') {
    return (
      resource.kind === 'database' &&
      expressionMatches(
        policy.expression,
        effectiveTags(world, policy.catalogId, region, resource.databaseName),
      )
    );
  }
  if (!('tableName' in resource)) return false;
  const table = catalogLookup().table(
    world,
    resource.catalogId,
    region,
    resource.databaseName,
    resource.tableName,
  );
  if (!table) return false;
  const matching = policyColumns(world, region, policy, resource);
  return table.columns.every(({ name }) => matching.has(name.toLowerCase()));
}

/** Columns of a table that a policy on tables reaches; names in lower case. */
export function policyColumns(
  world: SandboxWorld,
  region: string,
  policy: TagPolicy,
  table: { catalogId: string; databaseName: string; tableName: string },
): Set<string> {
  const { catalogId, databaseName, tableName } = table;
  if (policy.catalogId !== catalogId || policy.resourceType !== 'TABLE') {
    return new Set();
  }
  const found = catalogLookup().table(
    world,
    catalogId,
    region,
    databaseName,
    tableName,
  );
  const names = [
    ...(found?.columns ?? []),
    ...(found?.partitionKeys ?? []),
  ].map(({ name }) => name.toLowerCase());
  return new Set(
    names.filter(name =>
      expressionMatches(
        policy.expression,
        effectiveTags(world, catalogId, region, databaseName, tableName, name),
      ),
    ),
  );
}
