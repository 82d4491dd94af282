import {
  AccountObservation,
  DataCellsFilter,
  Permission,
  TableColumn,
} from '../accessModel';
import { isWriting, PlanStep } from '../changes';
import { parsePrincipal, permissionId } from '../permissions';
import { ResourceProperties } from '../resources';

/** Share that a grant to another account will make. */
const PLANNED_SHARE = 'planned';

/**
 * What would be observed once the steps of a plan were done, as far as access
 * depends on it. Observations are not changed, but copied where they differ.
 */
export function plannedObservations(
  observations: AccountObservation[],
  steps: PlanStep[],
): AccountObservation[] {
  const planned = new Map(
    observations.map(each => [each.accountName, copyOf(each)]),
  );
  for (const step of steps) {
    const account = planned.get(step.account);
    if (account) applyStep(account, step, [...planned.values()]);
  }
  return [...planned.values()];
}

function copyOf(observation: AccountObservation): AccountObservation {
  return {
    ...observation,
    databases: [...observation.databases],
    tables: [...observation.tables],
    links: [...observation.links],
    filters: [...observation.filters],
    permissions: [...observation.permissions],
    shares: [...observation.shares],
    invitations: [...observation.invitations],
    ...(observation.settings && { settings: { ...observation.settings } }),
  };
}

function applyStep(
  account: AccountObservation,
  step: PlanStep,
  all: AccountObservation[],
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
  account: AccountObservation,
  { action, resource }: PlanStep,
  all: AccountObservation[],
): AccountObservation[] {
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
  account: AccountObservation,
  wanted: ResourceProperties['lakeFormationPermission'],
  isThere: boolean,
): void {
  const principal = parsePrincipal(wanted.principal);
  const id = permissionId(principal, wanted.resource);
  const held = account.permissions.find(each => each.id === id);
  const rest = account.permissions.filter(each => each.id !== id);
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
  account.permissions =
    permission.permissions.length > 0 ? [...rest, permission] : rest;
}

/** The grant will offer a share, and the plan is made to be carried through. */
function expectShare(
  owner: AccountObservation,
  principal: string,
  all: AccountObservation[],
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
  account: AccountObservation,
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
  const rest = account.filters.filter(
    ({ table, name }) =>
      name !== filter.name ||
      table.databaseName !== filter.table.databaseName ||
      table.tableName !== filter.table.tableName,
  );
  account.filters = isThere ? [...rest, filter] : rest;
}

function setLink(
  account: AccountObservation,
  { database, name, target }: ResourceProperties['resourceLink'],
  isThere: boolean,
): void {
  const ref = {
    region: account.region,
    catalogId: account.accountId,
    databaseName: database,
    tableName: name,
  };
  const rest = account.links.filter(
    link => link.ref.databaseName !== database || link.ref.tableName !== name,
  );
  account.links = isThere
    ? [
        ...rest,
        {
          ref,
          target: {
            region: account.region,
            catalogId: target.catalogId,
            databaseName: target.database,
            tableName: target.table,
          },
        },
      ]
    : rest;
}

function addTable(
  account: AccountObservation,
  wanted: ResourceProperties['icebergTable'],
): void {
  const isKnown = account.tables.some(
    ({ ref }) =>
      ref.databaseName === wanted.database && ref.tableName === wanted.name,
  );
  if (isKnown) return;
  account.tables.push({
    ref: {
      region: account.region,
      catalogId: account.accountId,
      databaseName: wanted.database,
      tableName: wanted.name,
    },
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
  account: AccountObservation,
  { database, table }: ResourceProperties['withoutIamAllowedPrincipals'],
): void {
  account.permissions = account.permissions.filter(
    ({ principal, resource }) =>
      principal.kind !== 'iamAllowedPrincipals' ||
      !('databaseName' in resource) ||
      resource.databaseName !== database ||
      ('tableName' in resource ? resource.tableName : undefined) !== table,
  );
}

function acceptShares(account: AccountObservation, sender: string): void {
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
  account: AccountObservation,
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
  account: AccountObservation,
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
