import { AccountObservation } from './observation';
import { tableKey } from './tables';
import type { ObservationList } from './observationDelta';

type Item<List extends ObservationList> = AccountObservation[List][number];

const KEYS: { [List in ObservationList]: (item: Item<List>) => string } = {
  databases: ({ region, catalogId, databaseName }) =>
    `${region}/${catalogId}/${databaseName}`,
  tables: ({ ref }) => tableKey(ref),
  links: ({ ref }) => tableKey(ref),
  filters: ({ table, name }) => `${tableKey(table)}/${name}`,
  permissions: ({ id }) => id,
  locations: ({ resourceArn }) => resourceArn,
  shares: ({ arn, direction }) => `${direction}/${arn}`,
  invitations: ({ arn }) => arn,
  roles: ({ arn }) => arn,
  virtualClusters: ({ id }) => id,
  namespaces: ({ clusterName, name }) => `${clusterName}/${name}`,
  optIns: ({ principal, resource, condition }) =>
    JSON.stringify([principal, resource, condition]),
  principalPolicies: ({ arn }) => arn,
  bucketPolicies: ({ bucket }) => bucket,
};

/**
 * What tells an item of an observation from the others of its list.
 * @internal
 */
export function canonicalKeyOf(list: ObservationList, item: object): string {
  return (KEYS[list] as (each: object) => string)(item);
}
