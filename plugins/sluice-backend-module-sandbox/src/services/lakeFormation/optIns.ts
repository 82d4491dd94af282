import type {
  CreateLakeFormationOptInRequest,
  DeleteLakeFormationOptInRequest,
  ListLakeFormationOptInsRequest,
} from '@aws-sdk/client-lakeformation';
import {
  Caller,
  CallContext,
  OperationHandler,
  SandboxWorld,
} from '../../core';
import { requireAdmin } from './administrators';
import { entityNotFound, requireResource } from './grantRules';
import { pageOf } from './paging';
import { principalsOf, requirePrincipal } from './principals';
import { readResource, writeResource } from './resourceShapes';
import {
  describeResource,
  invalidInput,
  LfResource,
  resourceKey,
  TableName,
} from './resources';
import { lakeFormationState } from './state';

type OptInInput = Pick<
  CreateLakeFormationOptInRequest,
  'Principal' | 'Resource'
>;

function readOptIn(input: OptInInput, { caller }: CallContext) {
  const principal = input.Principal?.DataLakePrincipalIdentifier;
  if (!principal) throw invalidInput('Principal cannot be empty.');
  const resource = readResource(input.Resource, caller.accountId);
  return { principal, resource, key: optInKey(principal, resource) };
}

function optInKey(principal: string, resource: LfResource): string {
  return JSON.stringify([principal, resourceKey(resource)]);
}

function createOptIn(
  input: CreateLakeFormationOptInRequest,
  context: CallContext,
) {
  const { world, caller, region } = context;
  requireAdmin(context, 'lakeformation:CreateLakeFormationOptIn');
  const { principal, resource, key } = readOptIn(input, context);
  requirePrincipal(world, principal);
  requireResource(world, region, resource, caller.accountId);
  lakeFormationState(world, caller.accountId, region).optIns.set(key, {
    Principal: { DataLakePrincipalIdentifier: principal },
    Resource: writeResource(resource),
    ...(input.Condition && { Condition: input.Condition }),
    LastModified: world.clock.now(),
    LastUpdatedBy: caller.principalArn,
  });
  return {};
}

function deleteOptIn(
  input: DeleteLakeFormationOptInRequest,
  context: CallContext,
) {
  const { world, caller, region } = context;
  requireAdmin(context, 'lakeformation:DeleteLakeFormationOptIn');
  const { principal, resource, key } = readOptIn(input, context);
  const { optIns } = lakeFormationState(world, caller.accountId, region);
  if (!optIns.delete(key)) {
    throw entityNotFound(
      `Opt-in of ${principal} on ${describeResource(resource)}`,
    );
  }
  return {};
}

function listOptIns(
  input: ListLakeFormationOptInsRequest,
  context: CallContext,
) {
  const { world, caller, region } = context;
  requireAdmin(context, 'lakeformation:ListLakeFormationOptIns');
  const principal = input.Principal?.DataLakePrincipalIdentifier;
  const wanted =
    input.Resource &&
    resourceKey(readResource(input.Resource, caller.accountId));
  const { optIns } = lakeFormationState(world, caller.accountId, region);
  const { items, nextToken } = pageOf(
    [...optIns.values()].filter(
      optIn =>
        (!principal ||
          optIn.Principal?.DataLakePrincipalIdentifier === principal) &&
        (!wanted ||
          resourceKey(readResource(optIn.Resource, caller.accountId)) ===
            wanted),
    ),
    input,
  );
  return { LakeFormationOptInsInfoList: items, NextToken: nextToken };
}

/** Whether Lake Formation decides for the caller on a table in hybrid access mode (LF reference A9). */
export function optsIn(
  world: SandboxWorld,
  region: string,
  caller: Pick<Caller, 'accountId' | 'principalArn'>,
  { catalogId, databaseName, tableName }: TableName,
): boolean {
  const { optIns } = lakeFormationState(world, caller.accountId, region);
  const resources: LfResource[] = [
    { kind: 'table', catalogId, databaseName, tableName },
    { kind: 'allTables', catalogId, databaseName },
    { kind: 'database', catalogId, databaseName },
  ];
  return principalsOf(caller).some(principal =>
    resources.some(resource => optIns.has(optInKey(principal, resource))),
  );
}

/** Opting principals in to Lake Formation where a location is in hybrid access mode. */
export const optInOperations: Record<string, OperationHandler> = {
  CreateLakeFormationOptIn: createOptIn,
  DeleteLakeFormationOptIn: deleteOptIn,
  ListLakeFormationOptIns: listOptIns,
};
