import { ResourceProperties, ResourceTypeName } from './properties';
import { identityOf } from './identity';

/**
 * One thing that a declaration wants to be there. What it is does not depend on
 * what is there; that is the planner's to find out.
 * @public
 */
export type DesiredResource = {
  [T in ResourceTypeName]: {
    /** Canonical; the same thing has the same id in every declaration. */
    id: string;
    type: T;
    /** Name of the connected account in which it is made. */
    account: string;
    properties: ResourceProperties[T];
    /** Ids of what must be there first. Those of other declarations are taken to be. */
    dependsOn: string[];
    /** Whole sentence: why it is needed. */
    why: string;
  };
}[ResourceTypeName];

/**
 * Makes a desired resource with its canonical id.
 * @public
 */
export function desired<T extends ResourceTypeName>(
  type: T,
  options: {
    account: string;
    properties: ResourceProperties[T];
    why: string;
    dependsOn?: readonly { id: string }[];
  },
): Extract<DesiredResource, { type: T }> {
  const { account, properties, why, dependsOn = [] } = options;
  return {
    id: resourceId(type, account, properties),
    type,
    account,
    properties,
    dependsOn: [...new Set(dependsOn.map(({ id }) => id))],
    why,
  } as unknown as Extract<DesiredResource, { type: T }>;
}

/**
 * `iamRole:analytics/team1-role`: type, account, and what tells it from others
 * of its type there.
 * @public
 */
export function resourceId<T extends ResourceTypeName>(
  type: T,
  account: string,
  properties: ResourceProperties[T],
): string {
  return `${type}:${account}/${identityOf(type, properties)}`;
}
