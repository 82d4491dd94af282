import type {
  BatchGrantPermissionsRequest,
  BatchPermissionsRequestEntry,
  GrantPermissionsRequest,
  Permission,
  RevokePermissionsRequest,
} from '@aws-sdk/client-lakeformation';
import { AwsError, CallContext, OperationHandler } from '../../core';
import { isLakeFormationAdmin } from './administrators';
import {
  checkCombination,
  checkResourceLink,
  requireResource,
} from './grantRules';
import { requireGrantor, unauthorized } from './grantors';
import { checkPermissions } from './permissionRules';
import { PermissionTarget } from './permissionStore';
import { requirePrincipal } from './principals';
import { readResource } from './resourceShapes';
import { invalidInput } from './resources';
import { checkSharing, shareGranted, unshareRevoked } from './sharing';
import { lakeFormationState } from './state';

/** Entries of one batch (LF reference A12). */
const BATCH_SIZE = 20;

type GrantInput = Pick<
  GrantPermissionsRequest,
  | 'Principal'
  | 'Resource'
  | 'Permissions'
  | 'PermissionsWithGrantOption'
  | 'Condition'
>;

interface GrantRequest {
  target: PermissionTarget;
  permissions: Permission[];
  grantable: Permission[];
}

function readRequest(input: GrantInput, catalogId: string): GrantRequest {
  const principal = input.Principal?.DataLakePrincipalIdentifier;
  if (!principal) throw invalidInput('Principal cannot be empty.');
  return {
    target: {
      principal,
      resource: readResource(input.Resource, catalogId),
      ...(input.Condition?.Expression && {
        condition: input.Condition.Expression,
      }),
    },
    permissions: [...new Set(input.Permissions ?? [])],
    grantable: [...new Set(input.PermissionsWithGrantOption ?? [])],
  };
}

/**
 * The caller's account keeps the grant, also one on what another account shares
 * with it: that account does not see it.
 */
function grant(
  input: GrantInput,
  catalogId: string | undefined,
  context: CallContext,
): void {
  const { world, caller, region } = context;
  const { target, permissions, grantable } = readRequest(
    input,
    catalogId ?? caller.accountId,
  );
  const { principal, resource } = target;
  checkPermissions(resource, permissions, grantable);
  requirePrincipal(world, principal);
  if (target.condition && grantable.length > 0) {
    throw invalidInput(
      'Permissions with a condition cannot be granted with grant option.',
    );
  }
  requireVisibleResource(context, target);
  requireGrantor(context, target, permissions);
  checkResourceLink(world, region, resource, permissions);
  const store = lakeFormationState(world, caller.accountId, region).permissions;
  checkCombination(store, target, permissions, grantable);
  if (resource.catalogId === caller.accountId) {
    checkSharing(world, region, target, permissions);
  }
  store.grant(target, permissions, grantable, {
    at: world.clock.now(),
    by: caller.principalArn,
  });
  if (resource.catalogId === caller.accountId) {
    shareGranted(world, region, target);
  }
}

/** What is missing in another account's catalog must not be told from what is hidden there. */
function requireVisibleResource(
  { world, caller, region }: CallContext,
  { resource }: PermissionTarget,
): void {
  try {
    requireResource(world, region, resource, caller.accountId);
  } catch (error) {
    if (
      resource.catalogId !== caller.accountId &&
      error instanceof AwsError &&
      error.code === 'EntityNotFoundException'
    ) {
      throw unauthorized();
    }
    throw error;
  }
}

function revoke(
  input: GrantInput,
  catalogId: string | undefined,
  context: CallContext,
): void {
  const { world, caller, region } = context;
  const { accountId } = caller;
  const { target, permissions, grantable } = readRequest(
    input,
    catalogId ?? accountId,
  );
  if (permissions.length + grantable.length === 0) {
    throw invalidInput('Permissions cannot be empty.');
  }
  // An administrator can always tidy up, also after the owner took its share back.
  if (!isLakeFormationAdmin(world, caller, region)) {
    requireGrantor(context, target, [...permissions, ...grantable]);
  }
  const store = lakeFormationState(world, accountId, region).permissions;
  const entry = store.get(target);
  if (!entry) {
    requireVisibleResource(context, target);
    throw invalidInput(
      `No permissions revoked. Grantee does not have: [${permissions.join(
        ', ',
      )}]. Grantee has no permissions and no grantable permissions on resource.`,
    );
  }
  const missing = [
    ...permissions.filter(each => !entry.permissions.has(each)),
    ...(permissions.length > 0
      ? []
      : grantable.filter(each => !entry.grantable.has(each))),
  ];
  if (missing.length > 0) {
    throw invalidInput(
      `No permissions revoked. Grantee does not have: [${missing.join(', ')}]`,
    );
  }
  store.revoke(target, permissions, grantable, {
    at: world.clock.now(),
    by: caller.principalArn,
  });
  if (target.resource.catalogId === accountId) {
    unshareRevoked(world, region, target);
  }
}

/** Each entry succeeds or fails on its own; the call itself succeeds (LF reference A12). */
function batch(
  input: BatchGrantPermissionsRequest,
  context: CallContext,
  apply: typeof grant,
) {
  const entries = input.Entries ?? [];
  if (entries.length > BATCH_SIZE) {
    throw invalidInput(
      `A batch can have at most ${BATCH_SIZE} entries, not ${entries.length}.`,
    );
  }
  return {
    Failures: entries.flatMap(entry => failureOf(entry, input, context, apply)),
  };
}

function failureOf(
  entry: BatchPermissionsRequestEntry,
  input: BatchGrantPermissionsRequest,
  context: CallContext,
  apply: typeof grant,
) {
  try {
    apply(
      {
        Principal: entry.Principal,
        Resource: entry.Resource,
        Permissions: entry.Permissions,
        PermissionsWithGrantOption: entry.PermissionsWithGrantOption,
        Condition: entry.Condition,
      },
      input.CatalogId,
      context,
    );
    return [];
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return [
      {
        RequestEntry: entry,
        Error: { ErrorCode: error.code, ErrorMessage: error.message },
      },
    ];
  }
}

/** Granting and revoking. */
export const grantOperations: Record<string, OperationHandler> = {
  GrantPermissions: (input: GrantPermissionsRequest, context) => {
    grant(input, input.CatalogId, context);
    return {};
  },
  RevokePermissions: (input: RevokePermissionsRequest, context) => {
    revoke(input, input.CatalogId, context);
    return {};
  },
  BatchGrantPermissions: (input, context) => batch(input, context, grant),
  BatchRevokePermissions: (input, context) => batch(input, context, revoke),
};
