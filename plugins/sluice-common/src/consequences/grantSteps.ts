import { AccountObservation, ColumnSelection } from '../accessModel';
import { PlanStep, StepAction } from '../changes';
import { parsePrincipal, permissionId } from '../permissions';
import {
  DesiredResource,
  ResourceProperties,
  titleOfResource,
} from '../resources';

/** How a resource was last observed, compared with what is wanted. @public */
export type ObservedState = 'same' | 'different' | 'absent';

/**
 * What would be done for a grant, by what was last observed instead of by
 * reading AWS: good enough to say who would read what, and no plan to apply.
 *
 * @param wanted - what the grant's blueprint wants
 * @param unwanted - what of the grant would go; what others need must not be in it
 * @public
 */
export function grantSteps(options: {
  wanted: DesiredResource[];
  unwanted: DesiredResource[];
  observed: readonly AccountObservation[];
}): PlanStep[] {
  const { wanted, unwanted, observed } = options;
  return [
    ...wanted.map(resource => stepOf(resource, actionFor(resource, observed))),
    ...unwanted.map(resource =>
      stepOf(
        resource,
        observedState(resource, observed) === 'absent' ? 'none' : 'delete',
      ),
    ),
  ];
}

/** @public */
export function observedState(
  resource: DesiredResource,
  observed: readonly AccountObservation[],
): ObservedState {
  const account = observed.find(
    ({ accountName }) => accountName === resource.account,
  );
  if (!account) return 'absent';
  switch (resource.type) {
    case 'dataCellsFilter':
      return filterState(resource.properties, account);
    case 'lakeFormationPermission':
      return permissionState(resource.properties, account);
    case 'resourceLink':
      return linkState(resource.properties, account);
    case 'acceptedShare':
      return shareState(resource.properties, account);
    default:
      return 'absent';
  }
}

function actionFor(
  resource: DesiredResource,
  observed: readonly AccountObservation[],
): StepAction {
  const state = observedState(resource, observed);
  // A share that the grant is yet to make opens nothing else when it is accepted.
  if (resource.type === 'acceptedShare' && state === 'absent') return 'none';
  if (state === 'same') return 'none';
  return state === 'different' ? 'update' : 'create';
}

function stepOf(resource: DesiredResource, action: StepAction): PlanStep {
  const { id, type, account, properties, dependsOn, why } = resource;
  return {
    id,
    type,
    account,
    resource,
    title: titleOfResource(type, properties as never),
    action,
    why,
    dependsOn,
    ownership: action === 'create' ? 'nobody' : 'sluice',
    differences: [],
    undo: '',
  };
}

function filterState(
  wanted: ResourceProperties['dataCellsFilter'],
  { filters }: AccountObservation,
): ObservedState {
  const found = filters.find(
    ({ name, table }) =>
      name === wanted.name &&
      table.catalogId === wanted.catalogId &&
      table.databaseName === wanted.database &&
      table.tableName === wanted.table,
  );
  if (!found) return 'absent';
  const rows =
    found.rows.kind === 'expression' ? found.rows.expression : undefined;
  return rows === wanted.rowFilter && isSame(found.columns, wanted.columns)
    ? 'same'
    : 'different';
}

function isSame(found: ColumnSelection, wanted: string[] | undefined): boolean {
  if (!wanted) return found.kind === 'all';
  return (
    found.kind === 'include' &&
    found.names.length === wanted.length &&
    found.names.every(name => wanted.includes(name))
  );
}

function permissionState(
  wanted: ResourceProperties['lakeFormationPermission'],
  { permissions }: AccountObservation,
): ObservedState {
  const id = permissionId(parsePrincipal(wanted.principal), wanted.resource);
  const found = permissions.find(each => each.id === id);
  if (!found) return 'absent';
  return wanted.permissions.every(word => found.permissions.includes(word)) &&
    wanted.grantable.every(word => found.grantable.includes(word))
    ? 'same'
    : 'different';
}

function linkState(
  { database, name, target }: ResourceProperties['resourceLink'],
  { links }: AccountObservation,
): ObservedState {
  const found = links.find(
    ({ ref }) => ref.databaseName === database && ref.tableName === name,
  );
  if (!found) return 'absent';
  return found.target.catalogId === target.catalogId &&
    found.target.databaseName === target.database &&
    found.target.tableName === target.table
    ? 'same'
    : 'different';
}

/** `different` where something waits to be accepted. */
function shareState(
  { senderAccountId }: ResourceProperties['acceptedShare'],
  { shares, invitations }: AccountObservation,
): ObservedState {
  const received = shares.filter(
    ({ direction, ownerAccountId }) =>
      direction === 'received' && ownerAccountId === senderAccountId,
  );
  const waits =
    received.some(({ status }) => status !== 'ACTIVE') ||
    invitations.some(
      each =>
        each.senderAccountId === senderAccountId && each.status === 'PENDING',
    );
  if (waits) return 'different';
  return received.length > 0 ? 'same' : 'absent';
}
