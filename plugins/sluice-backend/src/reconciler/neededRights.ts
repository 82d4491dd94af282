import { PlanStep } from '@sluice/plugin-sluice-common';
import { ConnectedAccount } from '@sluice/plugin-sluice-node';
import { actionsOf, arnsOf } from '../iam';

/** An action that a plan takes. */
export interface NeededRight {
  action: string;
  /** It is enough if it is allowed on one of them. */
  onAnyOf: string[];
  /**
   * False for what may be done without: rights to delete what a plan makes, which
   * some organizations withhold, and to make what it deletes.
   */
  certain: boolean;
}

/** By their verbs, since types tell reading from writing only. */
const DELETES = /:(Delete|Deregister|Detach|Disassociate)/;
const MAKES = /:(Accept|Add|Associate|Attach|Create|Grant|Register|Start|Tag)/;

/**
 * The rights that steps take in their account, each once. What is only read has
 * been read for the plan already, by the same caller.
 */
export function neededRights(
  steps: PlanStep[],
  account: ConnectedAccount,
): NeededRight[] {
  const rights = new Map<string, NeededRight>();
  for (const { action: stepAction, resource } of steps) {
    const actions = actionsOf(resource, account);
    for (const purpose of ['read', 'write'] as const) {
      for (const action of actions[purpose]) {
        const onAnyOf = arnsOf(action, resource, account, purpose);
        const key = [action, ...onAnyOf].join(' ');
        const certain =
          isCertain(action, stepAction) || rights.get(key)?.certain === true;
        if (onAnyOf.length > 0) rights.set(key, { action, onAnyOf, certain });
      }
    }
  }
  return [...rights.values()];
}

function isCertain(action: string, stepAction: PlanStep['action']): boolean {
  if (stepAction === 'replace') return true;
  return !(stepAction === 'delete' ? MAKES : DELETES).test(action);
}
