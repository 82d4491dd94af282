import type {
  DataLakePrincipal,
  Resource,
} from '@aws-sdk/client-lakeformation';
import { CallContext, OperationHandler } from '../../core';
import { requireAdmin, requireOwnCatalog } from './administrators';
import { entityNotFound, requireTable } from './grantRules';
import { PermissionTarget } from './permissionStore';
import { requirePrincipal } from './principals';
import { readResource } from './resourceShapes';
import { invalidInput } from './resources';
import { lakeFormationState } from './state';

/** As the API reference has it; no SDK of today can send it. */
interface AttachmentInput {
  PolicyName?: string;
  Principal?: DataLakePrincipal;
  Resource?: Resource;
}

function readAttachment(
  input: AttachmentInput,
  context: CallContext,
): PermissionTarget {
  const { world, caller, region } = context;
  const { PolicyName: policyName, Principal, Resource: resource } = input;
  const principal = Principal?.DataLakePrincipalIdentifier;
  if (!policyName) throw invalidInput('PolicyName cannot be empty.');
  if (!principal) throw invalidInput('Principal cannot be empty.');
  requirePrincipal(world, principal);
  const table = readResource(resource, caller.accountId);
  if (table.kind !== 'table') {
    throw invalidInput(
      'The sandbox attaches row-level-security policies to a Table only.',
    );
  }
  requireOwnCatalog(table.catalogId, context);
  requireTable(world, region, table);
  const { catalogId, databaseName, tableName } = table;
  const on = { catalogId, databaseName, tableName };
  return {
    principal,
    resource: { kind: 'rlsPolicy', catalogId, policyName, on },
  };
}

function attach(input: AttachmentInput, context: CallContext) {
  const { world, caller, region } = context;
  requireAdmin(context, 'lakeformation:AttachRLSPolicy');
  lakeFormationState(world, caller.accountId, region).permissions.grant(
    readAttachment(input, context),
    ['ASSOCIATE'],
    [],
    { at: world.clock.now(), by: caller.principalArn },
  );
  return {};
}

function detach(input: AttachmentInput, context: CallContext) {
  const { world, caller, region } = context;
  requireAdmin(context, 'lakeformation:DetachRLSPolicy');
  const target = readAttachment(input, context);
  const { permissions } = lakeFormationState(world, caller.accountId, region);
  if (!permissions.get(target)) {
    throw entityNotFound(
      `Attachment of row-level-security policy ${input.PolicyName} for ${target.principal}`,
    );
  }
  permissions.revoke(target, ['ASSOCIATE'], [], {
    at: world.clock.now(),
    by: caller.principalArn,
  });
  return {};
}

/**
 * Row-level-security policies (governance reference 0.1), only so far that an
 * attachment leaves its trace among the permissions: which form it has there is
 * inferred from the words of the documentation, and what it does to rows is not
 * modelled, since nobody who is not AWS can read it.
 */
export const rlsPolicyOperations: Record<string, OperationHandler> = {
  AttachRLSPolicy: attach,
  DetachRLSPolicy: detach,
};
