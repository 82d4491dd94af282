import { EffectiveAccess, TableRef } from '../../accessModel';
import { createAccessIndex } from '../AccessIndex';
import { effectiveAccess } from '../effectiveAccess';
import { ANALYST, PATIENTS, World, emptyWorld, observe, row } from './world';

export function ask(
  world: World,
  principal: string,
  table: TableRef = PATIENTS,
): EffectiveAccess {
  return effectiveAccess(createAccessIndex(observe(world)), {
    principal,
    table,
  });
}

/** A world of one account, in which ANALYST holds these. */
export function within(
  rows: World['producerRows'],
  filters: World['producer']['filters'] = [],
): World {
  const world = emptyWorld();
  world.producerRows = rows;
  world.producer.filters = filters;
  return world;
}

/** Per column the rows in which it is readable; hidden columns are left out. */
export function cells(access: EffectiveAccess): Record<string, string> {
  if (access.level !== 'full' && access.level !== 'partial') {
    return { level: access.level };
  }
  return Object.fromEntries(
    access.columns
      .filter(({ rows }) => rows.kind !== 'none')
      .map(({ name, rows }) => [
        name,
        rows.kind === 'expression' ? rows.expression : rows.kind,
      ]),
  );
}

export function rowsOf(access: EffectiveAccess): unknown {
  return 'rows' in access ? access.rows : access.level;
}

export const select = (resource: object, principal = ANALYST) =>
  row(principal, resource, ['SELECT']);
