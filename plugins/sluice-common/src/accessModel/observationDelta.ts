import { canonicalKeyOf } from './observationKeys';
import { AccountObservation } from './observation';

/** The lists of an observation. @public */
export type ObservationList =
  | 'databases'
  | 'tables'
  | 'links'
  | 'filters'
  | 'permissions'
  | 'locations'
  | 'shares'
  | 'invitations'
  | 'roles'
  | 'virtualClusters'
  | 'namespaces'
  | 'optIns'
  | 'principalPolicies'
  | 'bucketPolicies';

/** Some items of an observation, by list. @public */
export type ObservedItems = {
  [List in ObservationList]?: AccountObservation[List];
};

/**
 * How one account differs from what was observed of it before: what a newer
 * observation found, or what somebody wants to try out.
 * @public
 */
export interface ObservationDelta {
  accountName: string;
  /** ISO 8601; absent when it stays what it was. */
  observedAt?: string;
  failures?: AccountObservation['failures'];
  settings?: AccountObservation['settings'];
  /** Added, or in the place of the item of the same key. */
  put: ObservedItems;
  /** Gone; only the key counts. */
  drop: ObservedItems;
}

/** An observation as it is with a difference, and what that took out. @internal */
export interface DeltaOutcome {
  after: AccountObservation;
  /** The items of before that are gone or were replaced. */
  removed: ObservedItems;
}

/**
 * The observation as it is with the difference. Lists that do not differ stay
 * the same objects, and their items always do.
 * @public
 */
export function withDelta(
  observation: AccountObservation,
  delta: ObservationDelta,
): AccountObservation {
  return applyDelta(observation, delta).after;
}

/** Like {@link withDelta}, for whoever has to take out the same. @internal */
export function applyDelta(
  observation: AccountObservation,
  delta: ObservationDelta,
): DeltaOutcome {
  const after = {
    ...observation,
    ...(delta.observedAt && { observedAt: delta.observedAt }),
    ...(delta.failures && { failures: delta.failures }),
    ...(delta.settings && { settings: delta.settings }),
  };
  const removed: ObservedItems = {};
  const lists = new Set([
    ...Object.keys(delta.put),
    ...Object.keys(delta.drop),
  ]) as Set<ObservationList>;
  for (const list of lists) {
    const put = (delta.put[list] ?? []) as object[];
    const drop = (delta.drop[list] ?? []) as object[];
    const keyOf = (item: object) => canonicalKeyOf(list, item);
    const gone = new Set([...put, ...drop].map(keyOf));
    const kept: object[] = [];
    const out: object[] = [];
    for (const item of observation[list] as object[]) {
      (gone.has(keyOf(item)) ? out : kept).push(item);
    }
    for (const item of put) kept.push(item);
    Object.assign(after, { [list]: kept });
    Object.assign(removed, { [list]: out });
  }
  return { after, removed };
}
