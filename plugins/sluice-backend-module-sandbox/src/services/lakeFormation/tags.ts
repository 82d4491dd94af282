import type {
  CreateLFTagRequest,
  DeleteLFTagRequest,
  GetLFTagRequest,
  ListLFTagsRequest,
  UpdateLFTagRequest,
} from '@aws-sdk/client-lakeformation';
import { AwsError, CallContext, OperationHandler } from '../../core';
import {
  isLakeFormationAdmin,
  requireOwnCatalog,
  seesWholeDataLake,
} from './administrators';
import { entityNotFound } from './grantRules';
import { unauthorized } from './grantors';
import { pageOf } from './paging';
import { principalsOf } from './principals';
import { readTag } from './resourceShapes';
import { invalidInput } from './resources';
import { unshareRevoked } from './sharing';
import { lakeFormationState } from './state';

/** Quotas (LF reference A12). */
const TAGS = 1000;
const VALUES_PER_TAG = 1000;
const VALUES_PER_CALL = 50;

function stateOf({ world, caller, region }: CallContext) {
  return lakeFormationState(world, caller.accountId, region);
}

function createTag(input: CreateLFTagRequest, context: CallContext) {
  const { world, caller, region } = context;
  requireOwnCatalog(input.CatalogId, context);
  const { key, values } = readTag(input);
  const { tags, permissions } = stateOf(context);
  const mayCreate =
    isLakeFormationAdmin(world, caller, region) ||
    principalsOf(caller).some(principal =>
      permissions
        .get({
          principal,
          resource: { kind: 'catalog', catalogId: caller.accountId },
        })
        ?.permissions.has('CREATE_LF_TAG'),
    );
  if (!mayCreate) throw unauthorized();
  if (!/^[\p{L}\p{Z}\p{N}_.:*/=+\-@%]{1,128}$/u.test(key)) {
    throw invalidInput(`The LF-Tag key ${key} is not valid.`);
  }
  checkValues(values);
  if (tags.has(key)) {
    throw invalidInput(`LF-Tag key already exists: ${key}`);
  }
  if (tags.size >= TAGS) {
    throw new AwsError(
      'ResourceNumberLimitExceededException',
      `Account ${caller.accountId} already has ${TAGS} LF-Tags.`,
    );
  }
  tags.set(key, values);
  return {};
}

function checkValues(values: string[]): void {
  if (values.length < 1 || values.length > VALUES_PER_CALL) {
    throw invalidInput(
      `LF-Tag values must be 1 to ${VALUES_PER_CALL} per call, not ${values.length}.`,
    );
  }
  const long = values.find(value => value.length > 256);
  if (long) throw invalidInput(`The LF-Tag value ${long} is too long.`);
}

function updateTag(input: UpdateLFTagRequest, context: CallContext) {
  requireOwnCatalog(input.CatalogId, context);
  const { key } = readTag(input);
  requireTagRight(context, key, 'ALTER');
  const { tags, assignedTags } = stateOf(context);
  const removed = readTag({ TagValues: input.TagValuesToDelete }).values;
  const added = readTag({ TagValues: input.TagValuesToAdd }).values;
  checkValues([...removed, ...added]);
  const known = valuesOf(context, key);
  const absent = removed.filter(value => !known.includes(value));
  if (absent.length > 0) {
    throw invalidInput(
      `LF-Tag ${key} does not have the values [${absent.join(', ')}].`,
    );
  }
  const values = [
    ...new Set([...known.filter(value => !removed.includes(value)), ...added]),
  ].sort();
  if (values.length < 1 || values.length > VALUES_PER_TAG) {
    throw invalidInput(
      `LF-Tag ${key} must keep 1 to ${VALUES_PER_TAG} values.`,
    );
  }
  tags.set(key, values);
  for (const assigned of assignedTags.values()) {
    if (removed.includes(assigned.get(key) ?? '')) assigned.delete(key);
  }
  return {};
}

/** Its assignments and the permissions by it go with a tag. */
function deleteTag(input: DeleteLFTagRequest, context: CallContext) {
  const { world, caller, region } = context;
  requireOwnCatalog(input.CatalogId, context);
  const { key } = readTag(input);
  requireTagRight(context, key, 'DROP');
  const { tags, assignedTags, permissions } = stateOf(context);
  tags.delete(key);
  for (const assigned of assignedTags.values()) assigned.delete(key);
  for (const entry of [...permissions.all()]) {
    const { resource } = entry;
    const isByTag =
      (resource.kind === 'lfTag' && resource.key === key) ||
      (resource.kind === 'lfTagPolicy' &&
        resource.expression.some(condition => condition.key === key));
    if (!isByTag) continue;
    permissions.revoke(entry, [...entry.permissions], [], {
      at: world.clock.now(),
      by: caller.principalArn,
    });
    unshareRevoked(world, region, entry);
  }
  return {};
}

function getTag(input: GetLFTagRequest, context: CallContext) {
  requireOwnCatalog(input.CatalogId, context);
  const { key } = readTag(input);
  const values = valuesOf(context, key);
  if (!maySeeTag(context, key)) throw unauthorized();
  return {
    CatalogId: context.caller.accountId,
    TagKey: key,
    TagValues: [...values],
  };
}

function listTags(input: ListLFTagsRequest, context: CallContext) {
  requireOwnCatalog(input.CatalogId, context);
  const { items, nextToken } = pageOf(
    [...stateOf(context).tags]
      .filter(([key]) => maySeeTag(context, key))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
    input,
  );
  return {
    LFTags: items.map(([key, values]) => ({
      CatalogId: context.caller.accountId,
      TagKey: key,
      TagValues: [...values],
    })),
    NextToken: nextToken,
  };
}

function valuesOf(context: CallContext, key: string): string[] {
  const values = stateOf(context).tags.get(key);
  if (!values) throw entityNotFound(`LF-Tag key ${key}`);
  return values;
}

/** Rights of the caller on the values of a tag; administrators have all. */
export function hasTagRight(
  context: CallContext,
  key: string,
  right: 'ALTER' | 'ASSOCIATE' | 'DESCRIBE' | 'DROP',
  value?: string,
): boolean {
  const { world, caller, region } = context;
  if (isLakeFormationAdmin(world, caller, region)) return true;
  const { permissions } = stateOf(context);
  return principalsOf(caller)
    .flatMap(principal => permissions.ofPrincipal(principal))
    .some(
      ({ resource, permissions: held }) =>
        resource.kind === 'lfTag' &&
        resource.key === key &&
        held.has(right) &&
        (value === undefined ||
          resource.values.includes('*') ||
          resource.values.includes(value)),
    );
}

function requireTagRight(
  context: CallContext,
  key: string,
  right: 'ALTER' | 'DROP',
): void {
  valuesOf(context, key);
  if (!hasTagRight(context, key, right)) throw unauthorized();
}

function maySeeTag(context: CallContext, key: string): boolean {
  const { world, caller, region } = context;
  return (
    seesWholeDataLake(world, caller, region) ||
    hasTagRight(context, key, 'DESCRIBE') ||
    hasTagRight(context, key, 'ASSOCIATE')
  );
}

/** LF-Tags themselves: keys and their possible values. */
export const tagOperations: Record<string, OperationHandler> = {
  CreateLFTag: createTag,
  UpdateLFTag: updateTag,
  DeleteLFTag: deleteTag,
  GetLFTag: getTag,
  ListLFTags: listTags,
};
