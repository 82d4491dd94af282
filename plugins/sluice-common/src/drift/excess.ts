import {
  AccountObservation,
  Permission,
  TableRef,
  tableKey,
} from '../accessModel';
import { principalKey } from '../effectiveAccess/indexKeys';
import { givesSelect } from '../effectiveAccess/readGrant';
import { parsePrincipal, permissionId, printPrincipal } from '../permissions';
import { desired, titleOfResource } from '../resources';
import { driftOf, nameOf } from './driftOf';
import { TableReach } from './TableReach';
import { Drift, DriftCause } from './types';
import { WantedGrant, whoIs } from './wantedGrants';
import { World } from './World';

/**
 * Rights that let somebody read a table that a declaration is about, or a team
 * that is declared read any table, and that no declaration wants: 8, 9, 13, 17, 19.
 */
export function findExcess(world: World, grants: WantedGrant[]): Drift[] {
  const wanted = wantedIds(grants);
  const ofDeclared = new TableReach(world, world.tables);
  const ofAll = new TableReach(world, world.observedTables);
  const silent = expectedReaders(world);
  const grantees = granteesOf(world, grants);
  const seen = new Set<string>();
  return world.observations.flatMap(account =>
    account.permissions.flatMap(permission => {
      if (!givesSelect(permission) || permission.condition !== undefined)
        return [];
      const { id } = permission;
      const isWanted =
        wanted.has(`${account.accountId} ${id}`) ||
        wanted.has(`${catalogOf(permission)} ${id}`);
      if (isWanted || seen.has(`${account.region} ${id}`)) return [];
      const holder = printPrincipal(permission.principal);
      if (silent.has(holder)) return [];
      // What a team is to read is declared in full, so anything else is more.
      const reach = world.isDeclaredTeam(holder) ? ofAll : ofDeclared;
      const tables = reach.of(permission);
      if (tables.length === 0) return [];
      // What an owner grants is in the reader's list as well.
      seen.add(`${account.region} ${id}`);
      const isGrantee = tables.some(each =>
        grantees.has(`${holder} ${tableKey(each)}`),
      );
      return [excess(world, account, permission, tables, isGrantee)];
    }),
  );
}

function wantedIds(grants: WantedGrant[]): Set<string> {
  return new Set(
    grants.flatMap(({ wanted, account, found }) => {
      const { principal, resource, permissions } = wanted.resource.properties;
      const reads = permissions.some(
        word => word === 'SELECT' || word === 'ALL',
      );
      const own = permissionId(parsePrincipal(principal), resource);
      return reads
        ? [own, ...(found ? [found.id] : [])].map(
            id => `${account.accountId} ${id}`,
          )
        : [];
    }),
  );
}

/** Whom a declaration gives something of a table, and of which. */
function granteesOf(world: World, grants: WantedGrant[]): Set<string> {
  return new Set(
    grants.map(
      ({ wanted }) =>
        `${wanted.resource.properties.principal} ${world.keyOf(wanted)}`,
    ),
  );
}

function catalogOf({ resource }: Permission): string {
  return 'catalogId' in resource ? resource.catalogId : '';
}

/**
 * What administrators and the role of a location hold cannot be told from what
 * Lake Formation gives them by itself (A3). A team's role is neither.
 */
export function expectedReaders(world: World): Set<string> {
  return new Set(
    world.observations
      .flatMap(({ settings, locations }) => [
        ...(settings?.admins ?? []),
        ...locations.flatMap(({ roleArn }) => roleArn ?? []),
      ])
      .filter(principal => !world.teamOf(principal)),
  );
}

function excess(
  world: World,
  account: AccountObservation,
  permission: Permission,
  tables: TableRef[],
  isGrantee: boolean,
): Drift {
  const { resource, permissions, grantable, rows } = permission;
  const principal = printPrincipal(permission.principal);
  const properties = {
    principal,
    resource,
    permissions,
    grantable,
  };
  const title = titleOfResource('lakeFormationPermission', properties);
  const names = tables.map(nameOf);
  const reads = `${names.slice(0, 3).join(', ')}${
    names.length > 3 ? ` and ${names.length - 3} more` : ''
  }`;
  // Revoked by the account whose catalog it is on, or which was given it to pass on.
  const owner = world.accountOfId(catalogOf(permission), account.region);
  const giver =
    owner &&
    world.permission(owner, {
      id: permission.id,
      principal: principalKey(permission.principal),
    })
      ? owner
      : account;
  return driftOf(world, {
    cause: causeOf(world, permission, isGrantee),
    direction: 'excess',
    accountId: giver.accountId,
    principal,
    identity: permission.id,
    ...(tables.length === 1 && { table: tables[0] }),
    found: title,
    text:
      permission.principal.kind === 'iamAllowedPrincipals'
        ? `IAM_ALLOWED_PRINCIPALS holds ${permissions.join(
            ', ',
          )} on ${reads}, so IAM policies decide who reads it, not Lake Formation.`
        : `${whoIs(
            world,
            principal,
          )} may read ${reads} by a permission that no declaration wants: ${title}.`,
    rows,
    repair: {
      kind: 'revoke',
      resources: [
        desired('lakeFormationPermission', {
          account: giver.accountName,
          properties,
          why: 'No declaration wants it.',
        }),
      ],
    },
  });
}

function causeOf(
  world: World,
  { principal, resource }: Permission,
  isGrantee: boolean,
): DriftCause {
  if (principal.kind === 'iamAllowedPrincipals') return 'openToIam';
  if (resource.kind === 'lfTagPolicy') return 'openedByTag';
  const isTeam = world.teamOf(printPrincipal(principal)) !== undefined;
  // Another filter for whoever has one widens what the first lets through.
  if (resource.kind === 'dataCellsFilter' && (isTeam || isGrantee)) {
    return 'secondFilter';
  }
  return isTeam ? 'teamReadsMore' : 'strangerReads';
}
