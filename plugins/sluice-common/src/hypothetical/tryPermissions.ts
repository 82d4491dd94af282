import {
  AccountObservation,
  DataCellsFilter,
  ObservedTable,
  Permission,
  PermissionResource,
  Principal,
} from '../accessModel';
import { parsePrincipal, permissionId } from '../permissions';
import { HypotheticalChange } from './HypotheticalChange';
import { HypotheticalWorld } from './HypotheticalWorld';

type Change<Kind extends HypotheticalChange['kind']> = Extract<
  HypotheticalChange,
  { kind: Kind }
>;

/** A share that a grant to another account would make. */
const HYPOTHETICAL_SHARE = 'hypothetical';

/** Gives a permission, in the list of the account that grants. */
export function tryGrant(world: HypotheticalWorld, change: Change<'grant'>) {
  const principal = principalOf(world, change.principal);
  const account = world.account(change.accountId, regionOf(change.on));
  const resource = resourceOf(world, change, account);
  const id = permissionId(principal, resource);
  const held = account.permissions.find(each => each.id === id);
  const permission: Permission = {
    id,
    observedIn: account.accountId,
    region: account.region,
    principal,
    resource,
    permissions: [
      ...new Set([...(held?.permissions ?? []), ...change.permissions]),
    ],
    grantable: held?.grantable ?? [],
    rows: held?.rows ?? [],
  };
  world.put(account, { permissions: [permission] });
  expectShare(world, account, principal);
}

/** Takes a permission that is there. */
export function tryRevoke(
  world: HypotheticalWorld,
  { accountId, permissionId: id }: Change<'revoke'>,
) {
  world.account(accountId);
  const holders = world.accounts.filter(
    each =>
      each.accountId === accountId &&
      each.permissions.some(permission => permission.id === id),
  );
  if (holders.length === 0) {
    world.fail(
      `Lake Formation of account ${accountId} has no permission of the id ${id}; take the id from the reasons of an answer`,
    );
  }
  for (const holder of holders) {
    const permission = holder.permissions.find(each => each.id === id)!;
    world.touch(tablesOf(world, permission));
    for (const lister of listersOf(world, holder, permission)) {
      world.drop(lister, { permissions: [permission] });
    }
  }
}

/** Makes a filter, or changes what a filter of that name lets through. */
export function trySetFilter(
  world: HypotheticalWorld,
  { table: ref, name, columns, rowFilter }: Change<'setFilter'>,
) {
  const { table, owner } = world.table(ref);
  putFilter(world, { owner, table, name, columns, rowFilter });
}

/** Carries an invitation, or a share that is not active yet, through. */
export function tryAcceptShare(
  world: HypotheticalWorld,
  { senderAccountId, receiverAccountId }: Change<'acceptShare'>,
) {
  const sender = world.account(senderAccountId);
  const receiver = world.account(receiverAccountId, sender.region);
  const invitations = receiver.invitations.filter(
    each => each.senderAccountId === senderAccountId,
  );
  const shares = receiver.shares.filter(
    ({ ownerAccountId, direction }) =>
      direction === 'received' && ownerAccountId === senderAccountId,
  );
  if (invitations.length + shares.length === 0) {
    world.fail(
      `account ${receiverAccountId} shows no resource share from account ${senderAccountId} to accept; grant something to it first`,
    );
  }
  world.put(receiver, {
    invitations: invitations.map(each =>
      each.status === 'PENDING' ? { ...each, status: 'ACCEPTED' } : each,
    ),
    shares: shares.map(each => ({ ...each, status: 'ACTIVE' })),
  });
  world.touch(sender.tables);
}

/** @throws HypotheticalError for what Lake Formation grants nothing to */
export function principalOf(world: HypotheticalWorld, text: string): Principal {
  const principal = parsePrincipal(text);
  if (principal.kind === 'unrecognised') {
    world.fail(
      `'${text}' is no principal that Sluice knows; name the ARN of an IAM role or user, or the id of an account`,
    );
  }
  return principal;
}

function regionOf(on: Change<'grant'>['on']): string {
  return 'table' in on ? on.table.region : on.region;
}

function resourceOf(
  world: HypotheticalWorld,
  { on, permissions }: Change<'grant'>,
  account: AccountObservation,
): PermissionResource {
  switch (on.kind) {
    case 'table': {
      const { table } = world.table(on.table);
      world.touch([table]);
      const { catalogId, databaseName, tableName } = table.ref;
      return { kind: 'table', catalogId, databaseName, tableName };
    }
    case 'allTables': {
      const { database, tables } = world.database(on);
      world.touch(tables);
      const { catalogId, databaseName } = database;
      return { kind: 'allTables', catalogId, databaseName };
    }
    case 'cells': {
      if (permissions.some(word => word !== 'SELECT')) {
        world.fail('of some cells, only SELECT can be granted');
      }
      const { table } = world.table(on.table);
      const { catalogId, databaseName, tableName } = table.ref;
      const filterName = unusedName(world, account);
      putFilter(world, { ...on, owner: account, table, name: filterName });
      return {
        kind: 'dataCellsFilter',
        catalogId,
        databaseName,
        tableName,
        filterName,
      };
    }
    default: {
      const { accountId: catalogId, tables } = world.account(
        on.catalogId,
        on.region,
      );
      world.touch(tables);
      const { expression } = on;
      return {
        kind: 'lfTagPolicy',
        catalogId,
        resourceType: 'TABLE',
        expression,
      };
    }
  }
}

/** Lake Formation has no permission on cells without a filter that has a name. */
function unusedName(
  world: HypotheticalWorld,
  { filters }: AccountObservation,
): string {
  const names = new Set(filters.map(({ name }) => name));
  let name = `what_if_${world.number}`;
  while (names.has(name)) name = `${name}_`;
  return name;
}

function putFilter(
  world: HypotheticalWorld,
  wanted: {
    owner: AccountObservation;
    table: ObservedTable;
    name: string;
    columns: DataCellsFilter['columns'];
    rowFilter?: string;
  },
) {
  const { owner, table, name, columns, rowFilter } = wanted;
  if (columns.kind !== 'all') world.requireColumns(table, columns.names);
  if (rowFilter !== undefined) world.requireRowFilter(table, rowFilter);
  const rows: DataCellsFilter['rows'] =
    rowFilter === undefined
      ? { kind: 'all' }
      : { kind: 'expression', expression: rowFilter };
  world.put(owner, { filters: [{ table: table.ref, name, columns, rows }] });
  world.touch([table]);
}

/** A grant offers a share, and whoever tries it means it to be accepted. */
function expectShare(
  world: HypotheticalWorld,
  { accountId: ownerAccountId, region }: AccountObservation,
  principal: Principal,
) {
  const receiver = world.accounts.find(
    each =>
      'accountId' in principal &&
      each.accountId === principal.accountId &&
      each.accountId !== ownerAccountId &&
      each.region === region,
  );
  const isKnown = receiver?.shares.some(
    share =>
      share.direction === 'received' && share.ownerAccountId === ownerAccountId,
  );
  if (!receiver || isKnown) return;
  world.put(receiver, {
    shares: [
      {
        arn: `${HYPOTHETICAL_SHARE}/${ownerAccountId}`,
        name: HYPOTHETICAL_SHARE,
        ownerAccountId,
        status: 'ACTIVE',
        direction: 'received',
      },
    ],
  });
}

/** What an account granted on a filter of its own, the receiver lists, too. */
function listersOf(
  world: HypotheticalWorld,
  holder: AccountObservation,
  { resource }: Permission,
): AccountObservation[] {
  const isOwn =
    resource.kind === 'dataCellsFilter' &&
    resource.catalogId === holder.accountId;
  return isOwn
    ? world.accounts.filter(({ region }) => region === holder.region)
    : [holder];
}

/** Tables that a permission may reach; what is not understood may reach all. */
function tablesOf(
  { accounts }: HypotheticalWorld,
  { resource, region }: Permission,
): ObservedTable[] {
  const isSame = (left: string, right: string) =>
    left.toLowerCase() === right.toLowerCase();
  return accounts
    .filter(each => each.region === region)
    .flatMap(({ tables }) => tables)
    .filter(
      ({ ref }) =>
        resource.kind === 'unrecognised' ||
        !('catalogId' in resource) ||
        (ref.catalogId === resource.catalogId &&
          (!('databaseName' in resource) ||
            isSame(ref.databaseName, resource.databaseName)) &&
          (!('tableName' in resource) ||
            isSame(ref.tableName, resource.tableName))),
    );
}
