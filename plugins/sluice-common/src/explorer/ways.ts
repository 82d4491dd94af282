import { Permission } from '../accessModel';
import { ResolvedAccess } from '../effectiveAccess/effectiveAccess';
import { GrantSource, openTable } from '../effectiveAccess/grantSources';
import { AccessStep, AccessWay } from './types';
import {
  accountStep,
  arrivalSteps,
  lastSteps,
  permissionStep,
  tableStep,
} from './steps';

/** A way as it branches: every step of a layer leads to every one of the next. */
export interface LayeredWay {
  way: AccessWay;
  layers: AccessStep[][];
}

/**
 * One way for each source of an answer: from the table over its account, and
 * over the account that it is shared with, to the principal.
 */
export function waysOf(resolved: ResolvedAccess): LayeredWay[] {
  const { table, owner, grants } = resolved;
  if (!table || !owner || !grants) return [];
  return grants.sources.map(source => {
    const opened = openTable([source], table);
    return layered(
      source.permissions
        .map(({ observedIn, id }) => `${observedIn}/${id}`)
        .join('+'),
      layersOf(resolved, source),
      table.columns
        .filter((_, position) => opened.columns[position].kind !== 'none')
        .map(({ name }) => name),
      opened.rows,
    );
  });
}

/** The way with one step more, which says that a column is not among its own. */
export function withoutColumn(
  { way, layers }: LayeredWay,
  column: string,
): LayeredWay {
  const text = `This way does not include the column ${column}.`;
  const stop: AccessStep = {
    node: { id: `hidden/${column}`, kind: 'filter', title: `No ${column}` },
    text,
    effect: 'prevents',
    rows: [],
  };
  return layered(`${way.id}/${column}`, [...layers, [stop]]);
}

function layersOf(
  resolved: ResolvedAccess,
  { permissions }: GrantSource,
): AccessStep[][] {
  const { access, owner, reader } = resolved;
  const isForeign = owner!.accountId !== reader!.accountId;
  const step = (permission: Permission) =>
    permissionStep(permission, access.reasons);
  const granted = permissions.filter(
    ({ observedIn }) => observedIn === owner!.accountId,
  );
  const grantedOn = permissions.filter(each => !granted.includes(each));
  return [
    [tableStep(access.table)],
    [accountStep(owner!)],
    granted.map(step),
    ...(isForeign ? arrivalSteps(owner!, reader!) : []),
    grantedOn.map(step),
    ...lastSteps(access, isForeign),
  ].filter(layer => layer.length > 0);
}

/** A way of these layers; one that is stopped opens nothing. */
export function layered(
  id: string,
  layers: AccessStep[][],
  columns: string[] = [],
  rows: AccessWay['rows'] = { kind: 'none' },
): LayeredWay {
  return { way: { id, columns, rows, steps: layers.flat() }, layers };
}
