import {
  AccountObservation,
  ObservedTable,
  RawPermission,
  TableRef,
  createPermissionPool,
  normalizePermissions,
  tableKey,
} from '@sluice/plugin-sluice-common';
import {
  REGION,
  consumerId,
  domainOf,
  emptyAccount,
  filtersOf,
  producerId,
  rolesOf,
  shareArn,
  tablesOf,
} from './estateAccounts';
import {
  pickOpening,
  rowOnAllTables,
  rowOnDomain,
  rowsOnTable,
} from './estateRows';
import { Random } from './random';
import { EstateSize } from './sizes';

/** What was observed of many accounts, and what is asked about. */
export interface Estate {
  observations: AccountObservation[];
  tables: ObservedTable[];
  /** ARNs of all roles. */
  principals: string[];
  /** Ids of the accounts that a table is shared with, by its key. */
  sharedWith: Map<string, string[]>;
}

/**
 * Producers that share their tables with some consumers each, and consumers that
 * grant them on to their roles: on the whole, on columns, by data cells filters,
 * on all tables of a database, by LF-Tags. The same for the same seed.
 */
export function createEstate(size: EstateSize, seed: number): Estate {
  const random = new Random(seed);
  const producers = indices(size.producers).map(i => producerOf(size, i));
  const consumers = indices(size.consumers).map(i => consumerOf(size, i));
  const tables = producers.flatMap(producer => producer.tables);
  const accountIds = consumers.map(({ accountId }) => accountId);
  const sharedWith = new Map<string, string[]>();
  for (const { ref } of tables) {
    const count = Math.max(2, Math.round(size.consumers / 4));
    sharedWith.set(tableKey(ref), random.sample(accountIds, count));
  }
  for (const producer of producers) {
    producer.filters = producer.tables.flatMap(({ ref }) =>
      filtersOf(ref, random),
    );
    producer.permissions = normalizePermissions(
      producer.tables.flatMap(({ ref }) =>
        sharedWith
          .get(tableKey(ref))!
          .flatMap(accountId => shareOf(ref, accountId, random)),
      ),
      producer,
    );
  }
  grantOn(size, consumers, tables, sharedWith, random);
  const observations = [...producers, ...consumers];
  const made = countPermissions(observations);
  if (made !== size.permissions) {
    throw new Error(`${made} permissions were made, not ${size.permissions}.`);
  }
  return {
    observations,
    tables,
    principals: consumers.flatMap(({ roles }) => roles.map(({ arn }) => arn)),
    sharedWith,
  };
}

export function countPermissions(
  observations: readonly AccountObservation[],
): number {
  return observations.reduce((sum, each) => sum + each.permissions.length, 0);
}

function producerOf(size: EstateSize, i: number): AccountObservation {
  const account = emptyAccount(producerId(i));
  const tables = tablesOf(size, i);
  const names = new Set(tables.map(({ ref }) => ref.databaseName));
  account.settings!.externalDataFilteringAllowList = indices(
    size.consumers,
  ).map(consumerId);
  return {
    ...account,
    tables,
    databases: [...names].map(databaseName => ({
      region: REGION,
      catalogId: account.accountId,
      databaseName,
      lfTags: [],
    })),
  };
}

function consumerOf(size: EstateSize, i: number): AccountObservation {
  const account = emptyAccount(consumerId(i));
  return {
    ...account,
    roles: rolesOf(size, i),
    shares: indices(size.producers).map(producer => ({
      arn: shareArn(producerId(producer), account.accountId),
      name: 'LakeFormation-V4',
      ownerAccountId: producerId(producer),
      status: 'ACTIVE',
      direction: 'received' as const,
    })),
  };
}

/** Most tables are shared as a whole, for the consumer to narrow; some by a filter. */
function shareOf(
  ref: TableRef,
  accountId: string,
  random: Random,
): RawPermission[] {
  const opening = random.next() < 0.8 ? 'table' : 'filter';
  const more = {
    AdditionalDetails: { ResourceShare: [shareArn(ref.catalogId, accountId)] },
  };
  return rowsOnTable(accountId, ref, opening, random, more);
}

/** Gives the consumers' roles as many permissions as are still to be made. */
function grantOn(
  size: EstateSize,
  consumers: AccountObservation[],
  tables: ObservedTable[],
  sharedWith: Map<string, string[]>,
  random: Random,
): void {
  const rows = new Map<string, RawPermission[]>(
    consumers.map(({ accountId }) => [accountId, []]),
  );
  const arnsOf = new Map(
    consumers.map(({ accountId, roles }) => [
      accountId,
      roles.map(({ arn }) => arn),
    ]),
  );
  const producers = [...new Set(tables.map(({ ref }) => ref.catalogId))];
  for (const [accountId, arns] of arnsOf) {
    for (const arn of arns) {
      const domain = domainOf(random.below(size.tables));
      rows
        .get(accountId)!
        .push(rowOnDomain(arn, random.pick(producers), domain));
    }
  }
  const wildcards = size.permissions / 200;
  for (const { arn, accountId, ref } of pickWildcards(
    wildcards,
    consumers,
    tables,
    random,
  )) {
    rows
      .get(accountId)!
      .push(rowOnAllTables(arn, ref.catalogId, ref.databaseName));
  }
  const shares = [...sharedWith.values()].reduce((n, ids) => n + ids.length, 0);
  const counts = spread(
    size.permissions - shares - size.principals - wildcards,
    tables.length,
    random,
  );
  tables.forEach(({ ref }, i) => {
    const roles = sharedWith
      .get(tableKey(ref))!
      .flatMap(accountId =>
        arnsOf.get(accountId)!.map(arn => ({ arn, accountId })),
      );
    for (const { arn, accountId } of random.sample(roles, counts[i])) {
      rows
        .get(accountId)!
        .push(...rowsOnTable(arn, ref, pickOpening(random), random));
    }
  });
  for (const consumer of consumers) {
    // As the backend's store gives them.
    consumer.permissions = normalizePermissions(
      rows.get(consumer.accountId)!,
      consumer,
    ).map(createPermissionPool());
    // A million rows in AWS's shape need not outlive their account.
    rows.delete(consumer.accountId);
  }
}

/** Pairs of a role and a table whose database it gets in full, no database twice. */
function pickWildcards(
  count: number,
  consumers: AccountObservation[],
  tables: ObservedTable[],
  random: Random,
): { arn: string; accountId: string; ref: TableRef }[] {
  const roles = consumers.flatMap(consumer => consumer.roles);
  const picked = new Map<
    string,
    { arn: string; accountId: string; ref: TableRef }
  >();
  while (picked.size < count) {
    const { arn, accountId } = random.pick(roles);
    const { ref } = random.pick(tables);
    picked.set(`${arn}/${ref.catalogId}/${ref.databaseName}`, {
      arn,
      accountId,
      ref,
    });
  }
  return [...picked.values()];
}

/** Deals a number out unevenly: from half to one and a half times the mean. */
function spread(total: number, parts: number, random: Random): number[] {
  const weights = indices(parts).map(() => 0.5 + random.next());
  const sum = weights.reduce((a, b) => a + b, 0);
  const counts = weights.map(weight => Math.floor((total * weight) / sum));
  const rest = total - counts.reduce((a, b) => a + b, 0);
  return counts.map((count, i) => (i < rest ? count + 1 : count));
}

function indices(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
