import { ObservationDelta } from '../accessModel';
import { AccessIndex } from '../effectiveAccess';
import { HypotheticalChange } from './HypotheticalChange';
import { HypotheticalWorld } from './HypotheticalWorld';
import {
  tryOptIn,
  tryOptOut,
  tryRegisterLocation,
  tryRemoveTag,
  trySetTag,
} from './tryGovernance';
import {
  tryAcceptShare,
  tryGrant,
  tryRevoke,
  trySetFilter,
} from './tryPermissions';

/**
 * Answers as they would be if something were done. The index that it is made
 * from, and what was observed, stay as they are.
 *
 * @throws HypotheticalError naming the change that cannot be tried, and why
 * @public
 */
export function applyHypothetical(
  index: AccessIndex,
  changes: HypotheticalChange[],
): AccessIndex {
  return index.with(hypotheticalDeltas(index, changes));
}

/**
 * How the accounts would differ if something were done, in the order of the
 * changes.
 *
 * @throws HypotheticalError naming the change that cannot be tried, and why
 * @public
 */
export function hypotheticalDeltas(
  index: AccessIndex,
  changes: HypotheticalChange[],
): ObservationDelta[] {
  return hypotheticalWorld(index, changes).deltas;
}

/** What would be there after the changes, in their order. */
export function hypotheticalWorld(
  index: AccessIndex,
  changes: HypotheticalChange[],
): HypotheticalWorld {
  const world = new HypotheticalWorld(index.observations);
  for (const change of changes) {
    tryChange(world, change);
    world.next();
  }
  return world;
}

function tryChange(world: HypotheticalWorld, change: HypotheticalChange): void {
  switch (change.kind) {
    case 'grant':
      return tryGrant(world, change);
    case 'revoke':
      return tryRevoke(world, change);
    case 'setFilter':
      return trySetFilter(world, change);
    case 'setTag':
      return trySetTag(world, change);
    case 'removeTag':
      return tryRemoveTag(world, change);
    case 'optIn':
      return tryOptIn(world, change);
    case 'optOut':
      return tryOptOut(world, change);
    case 'acceptShare':
      return tryAcceptShare(world, change);
    default:
      return tryRegisterLocation(world, change);
  }
}
