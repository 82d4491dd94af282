import {
  ListPermissionsCommandInput,
  paginateListPermissions,
  PrincipalResourcePermissions,
} from '@aws-sdk/client-lakeformation';
import {
  LfPermission,
  normalizePermissions,
  parsePermissionResource,
  parsePrincipal,
  permissionId,
  PermissionResource,
} from '@sluice/plugin-sluice-common';
import { ResourceContext } from './ResourceContext';
import { lakeFormationResource } from './lakeFormationResource';
import { unlessRefused } from './unlessRefused';

/** What a principal was granted on a resource, without conditions. */
export interface HeldPermissions {
  permissions: LfPermission[];
  grantable: LfPermission[];
}

/**
 * What the account's Lake Formation says that a principal holds on a resource,
 * its own or another account's; empty for a resource that is not there.
 *
 * The principal is not a part of the question: with it, Lake Formation answers
 * with what follows from other grants, too, and not for principals of other
 * accounts (LF reference A11.4, A11.5).
 */
export async function readHeldPermissions(
  principal: string,
  resource: PermissionResource,
  context: ResourceContext,
): Promise<HeldPermissions> {
  const { account } = context;
  // Spelt as AWS spells it, with names folded.
  const id = permissionId(
    parsePrincipal(principal),
    parsePermissionResource(lakeFormationResource(resource), account.accountId),
  );
  const rows = await listRows(resource, context);
  const held = normalizePermissions(rows, account).find(each => each.id === id);
  return {
    permissions: held?.permissions ?? [],
    grantable: held?.grantable ?? [],
  };
}

async function listRows(
  resource: PermissionResource,
  context: ResourceContext,
): Promise<PrincipalResourcePermissions[]> {
  const isForeign =
    'catalogId' in resource && resource.catalogId !== context.account.accountId;
  const rows = await unlessRefused(
    // Of another account's catalog, denial is the answer also for what is not there.
    [
      'EntityNotFoundException',
      ...(isForeign ? ['AccessDeniedException'] : []),
    ],
    listPermissionRows(questionFor(resource), context),
  );
  return rows ?? [];
}

/** Every row of an answer, whatever its pages. */
export async function listPermissionRows(
  question: ListPermissionsCommandInput,
  { clients }: ResourceContext,
): Promise<PrincipalResourcePermissions[]> {
  const rows: PrincipalResourcePermissions[] = [];
  const pages = paginateListPermissions(
    { client: clients.lakeFormation, pageSize: 1000 },
    question,
  );
  for await (const page of pages) {
    rows.push(...(page.PrincipalResourcePermissions ?? []));
  }
  return rows;
}

/** Columns and filters are listed with their table, filters only when asked for (LF reference A11.2, A11.6). */
function questionFor(
  resource: PermissionResource,
): ListPermissionsCommandInput {
  const { kind } = resource;
  if (kind !== 'columns' && kind !== 'dataCellsFilter') {
    return { Resource: lakeFormationResource(resource) };
  }
  const { catalogId, databaseName, tableName } = resource;
  return {
    Resource: lakeFormationResource({
      kind: 'table',
      catalogId,
      databaseName,
      tableName,
    }),
    ...(kind === 'dataCellsFilter' && { IncludeRelated: 'TRUE' }),
  };
}
