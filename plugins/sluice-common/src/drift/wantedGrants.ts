import { AccountObservation, Permission, tableKey } from '../accessModel';
import { namePrincipal } from '../effectiveAccess/sentences';
import { parsePrincipal, permissionId } from '../permissions';
import { compareFilters, isSameMeaning } from './meaning';
import { Wanted, World } from './World';

/** A wanted right, and what is there of it. */
export interface WantedGrant {
  wanted: Wanted<'lakeFormationPermission'>;
  account: AccountObservation;
  /** By a filter of another name, too, if that means the same. */
  found?: Permission;
}

/** Every wanted right of the accounts whose rights were read. */
export function wantedGrants(world: World): WantedGrant[] {
  const filters = new Map(
    world
      .wantedOf('dataCellsFilter')
      .map(each => [
        `${world.keyOf(each)} ${each.resource.properties.name}`,
        each,
      ]),
  );
  return world.wantedOf('lakeFormationPermission').flatMap(wanted => {
    const account = world.account(wanted.resource.account);
    if (!account || !world.isRead(account, 'permissions')) return [];
    const found =
      permissionOf(world, account, wanted) ??
      sameByMeaning(world, account, wanted, filters);
    return [{ wanted, account, ...(found && { found }) }];
  });
}

function permissionOf(
  world: World,
  account: AccountObservation,
  { resource: { properties } }: WantedGrant['wanted'],
): Permission | undefined {
  const { principal, resource } = properties;
  return world.permission(account, {
    id: permissionId(parsePrincipal(principal), resource),
    principal,
  });
}

/** A filter goes by name, and what it opens does not. */
function sameByMeaning(
  world: World,
  account: AccountObservation,
  wanted: WantedGrant['wanted'],
  filters: Map<string, Wanted<'dataCellsFilter'>>,
): Permission | undefined {
  const { principal, resource } = wanted.resource.properties;
  if (resource.kind !== 'dataCellsFilter') return undefined;
  const ref = world.tableOf(wanted);
  const table = ref && world.table(ref);
  const declared = filters.get(`${world.keyOf(wanted)} ${resource.filterName}`);
  if (!table || !declared) return undefined;
  return world
    .permissionsOf(principal)
    .find(
      ({ observedIn, condition, resource: on }) =>
        observedIn === account.accountId &&
        condition === undefined &&
        on.kind === 'dataCellsFilter' &&
        tableKey({ ...on, region: account.region }) === tableKey(ref) &&
        isSame(world.filter(account, ref, on.filterName)),
    );

  function isSame(filter: ReturnType<World['filter']>): boolean {
    return (
      filter !== undefined &&
      isSameMeaning(
        compareFilters(declared!.resource.properties, filter, table!),
      )
    );
  }
}

/** Words of the declaration that are not there; ALL holds all of them. */
export function lackingWords({ wanted, found }: WantedGrant): string[] {
  const { permissions, grantable } = wanted.resource.properties;
  const lacks = <T extends string>(words: T[], held: T[]) =>
    held.includes('ALL' as T) ? [] : words.filter(word => !held.includes(word));
  return [
    ...lacks(permissions, found?.permissions ?? []),
    ...lacks(grantable, found?.grantable ?? []).map(
      word => `${word} with grant option`,
    ),
  ];
}

/** `role team1`, or `account healthcare-consumer` for a connected one. */
export function whoIs(world: World, principal: string): string {
  const team = world.teamOf(principal);
  if (team) return team.title;
  const parsed = parsePrincipal(principal);
  const account = world.input.accounts.find(
    ({ accountId }) => accountId === principal,
  );
  return account ? `account ${account.name}` : namePrincipal(parsed);
}
