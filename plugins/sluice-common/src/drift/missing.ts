import {
  AccountObservation,
  PermissionResource,
  tableKey,
} from '../accessModel';
import { shareStateOf } from '../effectiveAccess/resourceShares';
import { titleOfResource } from '../resources';
import { push } from '../effectiveAccess/indexKeys';
import { driftOf, nameOf } from './driftOf';
import { compareFilters, printSelection, selectionOf } from './meaning';
import { Drift } from './types';
import { WantedGrant, lackingWords, whoIs } from './wantedGrants';
import { Wanted, World } from './World';

/** Filters that are gone or open something else: 10 to 12. */
export function findFilterDrift(world: World, grants: WantedGrant[]): Drift[] {
  const byFilter = grantsByFilter(grants);
  return world.wantedOf('dataCellsFilter').flatMap(each => {
    const on = byFilter.get(keyOfFilter(each.resource.properties)) ?? [];
    const account = world.account(each.resource.account);
    const ref = world.tableOf(each);
    const table = ref && world.table(ref);
    if (!account || !ref || !table || !world.isRead(account, 'filters')) {
      return [];
    }
    const { properties } = each.resource;
    const filter = world.filter(account, ref, properties.name);
    const base = {
      accountId: account.accountId,
      table: ref,
      subject: each.subject,
      identity: properties.name,
      ...readerOf(world, on),
      repair: { kind: 'reapply', subject: each.subject },
    } as const;
    const title = `Data cells filter ${properties.name} on ${nameOf(ref)}`;
    const wantedRows = properties.rowFilter ?? 'all rows';
    if (!filter) {
      return isReplaced(on)
        ? []
        : [
            driftOf(world, {
              ...base,
              cause: 'filterMissing',
              direction: 'missing',
              declared: `${printSelection(
                selectionOf(properties),
              )}; ${wantedRows}`,
              text: `${title} was deleted, and with it what was granted on it.`,
            }),
          ];
    }
    const foundRows =
      filter.rows.kind === 'all' ? 'all rows' : filter.rows.expression;
    const compared = compareFilters(properties, filter, table);
    return [
      ...(compared.columns === 'yes'
        ? []
        : [
            driftOf(world, {
              ...base,
              cause: 'columnListChanged',
              direction: 'different',
              declared: printSelection(selectionOf(properties)),
              found: printSelection(filter.columns),
              text: `${title} opens other columns than declared.`,
            }),
          ]),
      ...(compared.rows === 'yes'
        ? []
        : [
            driftOf(world, {
              ...base,
              cause: 'rowFilterChanged',
              direction: compared.rows === 'no' ? 'different' : 'unknown',
              declared: wantedRows,
              found: foundRows,
              text:
                compared.rows === 'no'
                  ? `${title} lets other rows through than declared.`
                  : `${title} has another row filter than declared, and whether it means the same cannot be decided.`,
            }),
          ]),
    ];
  });
}

/** The one principal that a filter is for, where it is one. */
function readerOf(world: World, grants: WantedGrant[]) {
  const readers = grants.map(
    ({ wanted }) => wanted.resource.properties.principal,
  );
  const [principal, ...others] = new Set(readers);
  if (principal === undefined || others.length > 0) return {};
  const team = world.teamOf(principal)?.entityRef;
  return { principal, ...(team && { team }) };
}

function grantsByFilter(grants: WantedGrant[]): Map<string, WantedGrant[]> {
  const found = new Map<string, WantedGrant[]>();
  for (const grant of grants) {
    const on = grant.wanted.resource.properties.resource;
    if (on.kind !== 'dataCellsFilter') continue;
    const { catalogId, databaseName, tableName, filterName } = on;
    const key = keyOfFilter({
      catalogId,
      database: databaseName,
      table: tableName,
      name: filterName,
    });
    push(found, key, grant);
  }
  return found;
}

function keyOfFilter(
  filter: Pick<
    Wanted<'dataCellsFilter'>['resource']['properties'],
    'catalogId' | 'database' | 'table' | 'name'
  >,
): string {
  const { catalogId, database, table, name } = filter;
  return JSON.stringify([catalogId, database, table, name]);
}

/** Whether filters of other names give to everybody what it was to give. */
function isReplaced(on: WantedGrant[]): boolean {
  return on.length > 0 && on.every(({ found }) => found !== undefined);
}

/** Resource links that are gone or stand for something else: 2 and 22. */
export function findLinkDrift(world: World): Drift[] {
  const links = new Map(
    world.observations.flatMap(({ accountName, links: ofAccount }) =>
      ofAccount.map(
        each =>
          [
            `${accountName} ${each.ref.databaseName}.${each.ref.tableName}`,
            each,
          ] as const,
      ),
    ),
  );
  const principals = new Map(
    world.input.teams.map(each => [each.entityRef, each.principal]),
  );
  // A link that is missing is missing to each team; one that misleads, to all.
  return world.eachWantedOf('resourceLink').flatMap(each => {
    const { subject, resource } = each;
    const account = world.account(resource.account);
    const table = world.tableOf(each);
    if (!account || !table || !world.isRead(account, 'tables')) return [];
    const { database, name } = resource.properties;
    const found = links.get(`${account.accountName} ${database}.${name}`);
    if (found && tableKey(found.target) === tableKey(table)) return [];
    const team = world.teamOfSubject(subject);
    const principal = team ? principals.get(team) : undefined;
    return [
      driftOf(world, {
        cause: found ? 'linkRepointed' : 'linkMissing',
        direction: found ? 'different' : 'missing',
        accountId: account.accountId,
        table,
        subject,
        // One and the same as a missing right of the team on the link.
        ...(!found && principal && { principal }),
        identity: `${database}.${name}`,
        ...(!found && team && { team }),
        declared: nameOf(table),
        ...(found && { found: nameOf(found.target) }),
        text: found
          ? `Resource link ${database}.${name} in account ${
              account.accountName
            } points to ${nameOf(found.target)} instead of ${nameOf(table)}.`
          : `Resource link ${database}.${name} to ${nameOf(
              table,
            )} is missing in account ${
              account.accountName
            }, so no job can name the table.`,
        repair: { kind: 'reapply', subject },
      }),
    ];
  });
}

/** Shares between accounts that do not arrive: 3 and 4. */
export function findShareDrift(world: World, grants: WantedGrant[]): Drift[] {
  return world.wantedOf('acceptedShare').flatMap(({ subject, resource }) => {
    const account = world.account(resource.account);
    if (!account || !world.isRead(account, 'shares')) return [];
    const { senderAccountId } = resource.properties;
    const arriving = grants.filter(
      ({ wanted, found, account: owner }) =>
        found !== undefined &&
        owner.accountId === senderAccountId &&
        accountOf(wanted.resource.properties.principal) === account.accountId,
    );
    const states = arriving.map(({ found }) => shareStateOf(found!, account));
    const state =
      states.find(({ kind }) => kind === 'notAccepted') ??
      states.find(({ kind }) => kind === 'undetermined');
    if (!state || state.kind === 'accepted') return [];
    const isPending = account.invitations.some(
      each =>
        each.senderAccountId === senderAccountId && each.status === 'PENDING',
    );
    return [
      driftOf(world, {
        cause:
          state.kind === 'notAccepted' ? 'invitationNotAccepted' : 'shareGone',
        direction: 'missing',
        accountId: account.accountId,
        subject,
        identity: senderAccountId,
        declared: `What account ${senderAccountId} shares is accepted`,
        text: state.text,
        repair: isPending
          ? { kind: 'reapply', subject }
          : {
              kind: 'byHand',
              text: `In account ${senderAccountId}, revoke what it grants account ${account.accountId} and apply its share again: that offers a new share, which Sluice then accepts.`,
            },
      }),
    ];
  });
}

/** Rights that are declared and not there: 1, and 2 where it is DESCRIBE on a link. */
export function findMissingGrants(
  world: World,
  grants: WantedGrant[],
): Drift[] {
  return grants.flatMap(grant => {
    const { wanted, account, found } = grant;
    const lacking = lackingWords(grant);
    if (lacking.length === 0) return [];
    const { properties, id } = wanted.resource;
    const { principal, resource } = properties;
    const table = world.tableOf(wanted);
    const link = linkOf(resource, account, world);
    const title = titleOfResource('lakeFormationPermission', properties);
    return [
      driftOf(world, {
        cause: link ? 'linkMissing' : 'grantMissing',
        direction: 'missing',
        accountId: account.accountId,
        principal,
        subject: wanted.subject,
        identity: link ?? `${resource.kind}/${id}`,
        ...(table && { table }),
        declared: title,
        ...(found && { found: found.permissions.join(', ') }),
        text: `${whoIs(world, principal)} lacks ${lacking.join(
          ', ',
        )} in account ${account.accountName}: ${title}.`,
        rows: found?.rows ?? [],
        repair: { kind: 'reapply', subject: wanted.subject },
      }),
    ];
  });
}

/** The name of the resource link that a right is on; undefined when it is on something else. */
function linkOf(
  on: PermissionResource,
  { region }: AccountObservation,
  world: World,
): string | undefined {
  return on.kind === 'table' && world.linkNamed({ ...on, region })
    ? `${on.databaseName}.${on.tableName}`
    : undefined;
}

export function accountOf(principal: string): string | undefined {
  return /^\d{12}$/.test(principal)
    ? principal
    : /^arn:[^:]+:iam::(\d{12}):/.exec(principal)?.[1];
}
