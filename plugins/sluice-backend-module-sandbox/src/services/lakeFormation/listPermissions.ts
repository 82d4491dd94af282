import type {
  DataLakeResourceType,
  GetEffectivePermissionsForPathRequest,
  ListPermissionsRequest,
} from '@aws-sdk/client-lakeformation';
import { CallContext, OperationHandler } from '../../core';
import { offeredShares } from '../ram';
import { seesWholeDataLake } from './administrators';
import { catalogLookup } from './catalogLookup';
import { effectiveEntries } from './effectiveEntries';
import { pageOf } from './paging';
import { PermissionEntry } from './permissionStore';
import { rowParts, writeRow } from './permissionRows';
import { principalsOf } from './principals';
import { readResource } from './resourceShapes';
import {
  describeResource,
  invalidInput,
  LfResource,
  resourceKey,
  subjectKey,
} from './resources';
import { requireWholeView } from './settings';
import { isReceived } from './sharing';
import { lakeFormationState } from './state';

function listPermissions(input: ListPermissionsRequest, context: CallContext) {
  const { caller } = context;
  const catalogId = input.CatalogId ?? caller.accountId;
  const principal = input.Principal?.DataLakePrincipalIdentifier;
  if (principal && !input.Resource) {
    throw invalidInput(
      'Resource is mandatory if Principal is set in the input.',
    );
  }
  if (principal?.startsWith('arn:aws:identitystore:::user/')) {
    // LF reference A11.5.
    throw invalidInput('AccountId cannot be null or empty');
  }
  const resource = input.Resource && readFilter(input, catalogId);
  const entries =
    principal && resource
      ? effectiveEntries(context, principal, resource, receivedEntries(context))
      : explicitEntries(context, resource, input.IncludeRelated === 'TRUE');
  const isForeign = catalogId !== caller.accountId;
  const parts = entries
    .filter(entry => !isForeign || entry.resource.catalogId === catalogId)
    .filter(entry => isOfType(entry.resource, input.ResourceType))
    .filter(visibility(context))
    .flatMap(rowParts);
  return rowPage(parts, input, context);
}

function rowPage(
  parts: ReturnType<typeof rowParts>,
  input: { NextToken?: string; MaxResults?: number },
  { world, region }: CallContext,
) {
  const { items, nextToken } = pageOf(parts, input);
  return {
    PrincipalResourcePermissions: items.map(part =>
      writeRow(world, region, part),
    ),
    NextToken: nextToken,
  };
}

function readFilter(
  input: ListPermissionsRequest,
  catalogId: string,
): LfResource {
  if (input.Resource?.TableWithColumns) {
    // LF reference A11.2.
    throw invalidInput(
      'TableWithColumns cannot be used to list permissions; list those of the Table.',
    );
  }
  return readResource(input.Resource, catalogId);
}

/**
 * Grants as they were made: all of the account with what others share with it, or
 * those on one resource. Column grants belong to their table; cell filters do when
 * related resources are asked for (LF reference A11.6).
 */
function explicitEntries(
  context: CallContext,
  resource: LfResource | undefined,
  includeRelated: boolean,
): PermissionEntry[] {
  const { world, caller, region } = context;
  const { permissions } = lakeFormationState(world, caller.accountId, region);
  if (!resource) return [...permissions.all(), ...receivedEntries(context)];
  const key = subjectKey(resource);
  const entries = [
    ...permissions.onSubject(key),
    ...receivedEntries(context).filter(
      entry => subjectKey(entry.resource) === key,
    ),
  ];
  return entries.filter(
    entry =>
      resourceKey(entry.resource) === resourceKey(resource) ||
      (resource.kind === 'table' &&
        (entry.resource.kind === 'columns' ||
          (includeRelated && entry.resource.kind === 'dataCellsFilter'))),
  );
}

/** What other accounts give to this account or to principals in it, once the share is accepted. */
function receivedEntries({
  world,
  caller,
  region,
}: CallContext): PermissionEntry[] {
  const shares = [...offeredShares(world, caller.accountId, region).values()];
  const owners = [...new Set(shares.map(share => share.ownerAccountId))];
  const principals = [
    ...new Set(shares.flatMap(share => [...share.principals.keys()])),
  ].filter(
    each =>
      each === caller.accountId || each.includes(`::${caller.accountId}:`),
  );
  return owners.flatMap(owner => {
    const { permissions } = lakeFormationState(world, owner, region);
    return principals
      .flatMap(principal => permissions.ofPrincipal(principal))
      .filter(entry => isReceived(world, region, entry));
  });
}

/** There is no type for data cells filters (LF reference A11). */
function isOfType(
  resource: LfResource,
  type: DataLakeResourceType | undefined,
): boolean {
  if (!type) return true;
  const types: Record<LfResource['kind'], DataLakeResourceType[]> = {
    catalog: ['CATALOG'],
    database: ['DATABASE'],
    allTables: ['TABLE'],
    table: ['TABLE'],
    columns: ['TABLE'],
    dataCellsFilter: [],
    dataLocation: ['DATA_LOCATION'],
    lfTag: ['LF_TAG'],
    // Asked for without saying which, only policies on databases come (LF reference A11.10).
    lfTagPolicy:
      resource.kind === 'lfTagPolicy' && resource.resourceType === 'DATABASE'
        ? ['LF_TAG_POLICY', 'LF_TAG_POLICY_DATABASE']
        : ['LF_TAG_POLICY_TABLE'],
    // That there is none is inferred.
    rlsPolicy: [],
  };
  return types[resource.kind].includes(type);
}

/** The caller's own permissions and those on what it may grant; administrators see all (LF reference A11.12). */
function visibility(context: CallContext): (entry: PermissionEntry) => boolean {
  const { world, caller, region } = context;
  if (seesWholeDataLake(world, caller, region)) return () => true;
  const names = principalsOf(caller);
  const { permissions } = lakeFormationState(world, caller.accountId, region);
  const granting = new Set(
    names
      .flatMap(name => permissions.ofPrincipal(name))
      .filter(entry => entry.grantable.size > 0)
      .map(entry => subjectKey(entry.resource)),
  );
  return entry =>
    names.includes(entry.principal) || granting.has(subjectKey(entry.resource));
}

/** Permissions on the databases and tables that lie at a path, and on the path itself. */
function permissionsForPath(
  input: GetEffectivePermissionsForPathRequest,
  context: CallContext,
) {
  const { world, caller, region } = context;
  requireWholeView(context, 'lakeformation:GetEffectivePermissionsForPath');
  const arn = (input.ResourceArn ?? '').replace(/\/+$/, '');
  const isAt = (uri: string | undefined) =>
    uri !== undefined &&
    uri.replace(/^s3[an]?:\/\//, 'arn:aws:s3:::').replace(/\/+$/, '') === arn;
  const catalogId = caller.accountId;
  const lookup = catalogLookup();
  const { permissions } = lakeFormationState(world, catalogId, region);
  const databases = lookup.databases(world, catalogId, region);
  const resources: LfResource[] = [
    { kind: 'dataLocation', catalogId, resourceArn: arn },
    ...databases.flatMap(({ name, locationUri }): LfResource[] => [
      ...(isAt(locationUri)
        ? [{ kind: 'database' as const, catalogId, databaseName: name }]
        : []),
      ...lookup
        .tables(world, catalogId, region, name)
        .filter(table => isAt(table.location))
        .map(table => ({
          kind: 'table' as const,
          catalogId,
          databaseName: name,
          tableName: table.name,
        })),
    ]),
  ];
  const parts = resources.flatMap(resource =>
    permissions
      .onSubject(subjectKey(resource))
      .filter(
        entry =>
          resource.kind === 'table' ||
          describeResource(entry.resource) === describeResource(resource),
      )
      .flatMap(rowParts),
  );
  const { PrincipalResourcePermissions, NextToken } = rowPage(
    parts,
    input,
    context,
  );
  return { Permissions: PrincipalResourcePermissions, NextToken };
}

/** What the account's Lake Formation tells of its permissions. */
export const listPermissionOperations: Record<string, OperationHandler> = {
  ListPermissions: listPermissions,
  GetEffectivePermissionsForPath: permissionsForPath,
};
