import {
  AccountObservation,
  DataCellsFilter,
  Permission,
  ObservedResourceLink,
  ObservedTable,
  TableColumn,
  tableKey,
} from '../accessModel';
import { filterKey } from '../effectiveAccess/indexKeys';
import { isWriting, PlanStep } from '../changes';
import { parsePrincipal, permissionId } from '../permissions';
import { ResourceProperties } from '../resources';

/** Share that a grant to another account will make. */
const PLANNED_SHARE = 'planned';

/** An account while steps are done; what there is very much of goes by its key. */
type PlannedAccount = Omit<
  AccountObservation,
  'tables' | 'links' | 'filters' | 'permissions'
> & {
  tables: Map<string, ObservedTable>;
  links: Map<string, ObservedResourceLink>;
  filters: Map<string, DataCellsFilter>;
  permissions: Map<string, Permission>;
};

/**
 * What would be observed once the steps of a plan were done, as far as access
 * depends on it. Observations are not changed, but copied where they differ.
 */
export function plannedObservations(
  observations: AccountObservation[],
  steps: PlanStep[],
): AccountObservation[] {
  const planned = new Map(
    observations.map(each => [each.accountName, plannedFrom(each)]),
  );
  const all = [...planned.values()];
  for (const step of steps) {
    const account = planned.get(step.account);
    if (account) applyStep(account, step, all);
  }
  return all.map(asObserved);
}

function plannedFrom(observation: AccountObservation): PlannedAccount {
  const { tables, links, filters, permissions, settings } = observation;
  return {
    ...observation,
    tables: new Map(tables.map(each => [tableKey(each.ref), each])),
    links: new Map(links.map(each => [tableKey(each.ref), each])),
    filters: new Map(
      filters.map(each => [filterKey(each.table, each.name), each]),
    ),
    permissions: new Map(permissions.map(each => [each.id, each])),
    shares: [...observation.shares],
    invitations: [...observation.invitations],
    ...(settings && { settings: { ...settings } }),
  };
}

function asObserved(account: PlannedAccount): AccountObservation {
  return {
    ...account,
    tables: [...account.tables.values()],
    links: [...account.links.values()],
    filters: [...account.filters.values()],
    permissions: [...account.permissions.values()],
  };
}

function applyStep(
  account: PlannedAccount,
  step: PlanStep,
  all: PlannedAccount[],
): void {
  if (!isWriting(step)) return;
  const { action, resource } = step;
  const isThere = action !== 'delete';
  switch (resource.type) {
    case 'lakeFormationPermission':
      for (const lister of listersOf(account, step, all)) {
        setPermission(lister, resource.properties, isThere);
      }
      if (isThere) expectShare(account, resource.properties.principal, all);
      break;
    case 'dataCellsFilter':
      setFilter(account, resource.properties, isThere);
      break;
    case 'resourceLink':
      setLink(account, resource.properties, isThere);
      break;
    case 'icebergTable':
      if (isThere) addTable(account, resource.properties);
      break;
    case 'withoutIamAllowedPrincipals':
      if (isThere) takeFromIam(account, resource.properties);
      break;
    case 'acceptedShare':
      if (isThere) acceptShares(account, resource.properties.senderAccountId);
      break;
    case 'externalDataFiltering':
      setFiltering(account, resource.properties.accountId, isThere);
      break;
    case 'authorizedSessionTag':
      setSessionTag(account, resource.properties.value, isThere);
      break;
    default:
      // No effect on who reads what.
      break;
  }
}

/**
 * Whose list of permissions is another one. What an account granted on a filter
 * of its own is in the list of the receiver's account, too, and goes from both.
 */
function listersOf(
  account: PlannedAccount,
  { action, resource }: PlanStep,
  all: PlannedAccount[],
): PlannedAccount[] {
  const isTakenBack =
    action === 'delete' &&
    resource.type === 'lakeFormationPermission' &&
    resource.properties.resource.kind === 'dataCellsFilter' &&
    resource.properties.resource.catalogId === account.accountId;
  return isTakenBack
    ? all.filter(({ region }) => region === account.region)
    : [account];
}

function setPermission(
  account: PlannedAccount,
  wanted: ResourceProperties['lakeFormationPermission'],
  isThere: boolean,
): void {
  const principal = parsePrincipal(wanted.principal);
  const id = permissionId(principal, wanted.resource);
  const held = account.permissions.get(id);
  const change = <T>(before: T[], words: T[]) =>
    isThere
      ? [...new Set([...before, ...words])]
      : before.filter(word => !words.includes(word));
  const permission: Permission = {
    id,
    observedIn: account.accountId,
    region: account.region,
    principal,
    resource: wanted.resource,
    permissions: change(held?.permissions ?? [], wanted.permissions),
    grantable: change(held?.grantable ?? [], wanted.grantable),
    rows: held?.rows ?? [],
  };
  if (permission.permissions.length > 0)
    account.permissions.set(id, permission);
  else account.permissions.delete(id);
}

/** The grant will offer a share, and the plan is made to be carried through. */
function expectShare(
  owner: PlannedAccount,
  principal: string,
  all: PlannedAccount[],
): void {
  const parsed = parsePrincipal(principal);
  const receiver = all.find(
    each =>
      'accountId' in parsed &&
      each.accountId === parsed.accountId &&
      each.accountId !== owner.accountId,
  );
  const known = receiver?.shares.some(
    ({ ownerAccountId, direction }) =>
      direction === 'received' && ownerAccountId === owner.accountId,
  );
  if (!receiver || known) return;
  receiver.shares.push({
    arn: PLANNED_SHARE,
    name: PLANNED_SHARE,
    ownerAccountId: owner.accountId,
    status: 'ACTIVE',
    direction: 'received',
  });
}

function setFilter(
  account: PlannedAccount,
  wanted: ResourceProperties['dataCellsFilter'],
  isThere: boolean,
): void {
  const filter: DataCellsFilter = {
    table: {
      region: account.region,
      catalogId: wanted.catalogId,
      databaseName: wanted.database,
      tableName: wanted.table,
    },
    name: wanted.name,
    columns: wanted.columns
      ? { kind: 'include', names: wanted.columns }
      : { kind: 'all' },
    rows: wanted.rowFilter
      ? { kind: 'expression', expression: wanted.rowFilter }
      : { kind: 'all' },
  };
  const key = filterKey(filter.table, filter.name);
  if (isThere) account.filters.set(key, filter);
  else account.filters.delete(key);
}

function setLink(
  account: PlannedAccount,
  { database, name, target }: ResourceProperties['resourceLink'],
  isThere: boolean,
): void {
  const ref = {
    region: account.region,
    catalogId: account.accountId,
    databaseName: database,
    tableName: name,
  };
  if (!isThere) {
    account.links.delete(tableKey(ref));
    return;
  }
  account.links.set(tableKey(ref), {
    ref,
    target: {
      region: account.region,
      catalogId: target.catalogId,
      databaseName: target.database,
      tableName: target.table,
    },
  });
}

function addTable(
  account: PlannedAccount,
  wanted: ResourceProperties['icebergTable'],
): void {
  const ref = {
    region: account.region,
    catalogId: account.accountId,
    databaseName: wanted.database,
    tableName: wanted.name,
  };
  if (account.tables.has(tableKey(ref))) return;
  account.tables.set(tableKey(ref), {
    ref,
    format: 'iceberg',
    location: wanted.location,
    columns: wanted.columns.map(
      ({ name, type, comment }): TableColumn => ({
        name,
        type,
        ...(comment && { comment }),
        ...(wanted.partitionedBy.includes(name) && {
          partitionTransform: 'identity',
        }),
        lfTags: [],
      }),
    ),
    lfTags: [],
    registration: 'lakeFormation',
  });
}

function takeFromIam(
  account: PlannedAccount,
  { database, table }: ResourceProperties['withoutIamAllowedPrincipals'],
): void {
  for (const { id, principal, resource } of account.permissions.values()) {
    if (
      principal.kind === 'iamAllowedPrincipals' &&
      'databaseName' in resource &&
      resource.databaseName === database &&
      ('tableName' in resource ? resource.tableName : undefined) === table
    )
      account.permissions.delete(id);
  }
}

function acceptShares(account: PlannedAccount, sender: string): void {
  account.invitations = account.invitations.map(invitation =>
    invitation.senderAccountId === sender && invitation.status === 'PENDING'
      ? { ...invitation, status: 'ACCEPTED' }
      : invitation,
  );
  account.shares = account.shares.map(share =>
    share.ownerAccountId === sender && share.direction === 'received'
      ? { ...share, status: 'ACTIVE' }
      : share,
  );
}

function setFiltering(
  account: PlannedAccount,
  accountId: string,
  isThere: boolean,
): void {
  const { settings } = account;
  if (!settings) return;
  const rest = settings.externalDataFilteringAllowList.filter(
    each => each !== accountId,
  );
  const list = isThere ? [...rest, accountId] : rest;
  settings.externalDataFilteringAllowList = list;
  settings.allowExternalDataFiltering = list.length > 0;
}

function setSessionTag(
  account: PlannedAccount,
  value: string,
  isThere: boolean,
): void {
  const { settings } = account;
  if (!settings) return;
  const rest = settings.authorizedSessionTagValues.filter(
    each => each !== value,
  );
  settings.authorizedSessionTagValues = isThere ? [...rest, value] : rest;
}
