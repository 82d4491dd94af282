import type {
  AssociateResourceShareRequest,
  CreateResourceShareRequest,
  DeleteResourceShareRequest,
  DisassociateResourceShareRequest,
  GetResourceShareAssociationsRequest,
  GetResourceSharesRequest,
  ListPrincipalsRequest,
  ListResourcesRequest,
} from '@aws-sdk/client-ram';
import { AwsError, CallContext, OperationHandler } from '../../core';
import { pageOf } from './pageOf';
import {
  accountOf,
  addPrincipal,
  addResource,
  deleteShare,
  isAccepted,
  makeShare,
  offeredShares,
  ownedShares,
  removePrincipal,
  Share,
} from './shares';
import { associationViews, shareView } from './views';

/** RAM's name for the type of a resource, from its ARN: `glue:Table`. */
function typeOfArn(arn: string): string {
  const [, , service, , , path = ''] = arn.split(':');
  const kind = path.split('/')[0];
  return `${service}:${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
}

/** Shares of the caller, or those of others that it has accepted. */
function sharesBy(
  owner: string | undefined,
  { world, caller, region }: CallContext,
): Share[] {
  if (owner === 'SELF') {
    return [...ownedShares(world, caller.accountId, region).values()];
  }
  if (owner === 'OTHER-ACCOUNTS') {
    return [...offeredShares(world, caller.accountId, region).values()].filter(
      share => isAccepted(share, caller.accountId),
    );
  }
  throw new AwsError(
    'InvalidParameterException',
    `resourceOwner must be SELF or OTHER-ACCOUNTS, not ${owner}.`,
  );
}

function getShares(input: GetResourceSharesRequest, context: CallContext) {
  const { resourceShareArns: arns, name, resourceShareStatus } = input;
  const shares = sharesBy(input.resourceOwner, context);
  refuseUnknown(arns, shares);
  const { items, nextToken } = pageOf(
    shares
      .filter(share => !arns?.length || arns.includes(share.arn))
      .filter(share => !name || share.name === name)
      .map(shareView)
      .filter(
        ({ status }) => !resourceShareStatus || status === resourceShareStatus,
      ),
    input,
  );
  return { resourceShares: items, nextToken };
}

function getAssociations(
  input: GetResourceShareAssociationsRequest,
  context: CallContext,
) {
  const { associationType, resourceShareArns: arns } = input;
  if (associationType !== 'PRINCIPAL' && associationType !== 'RESOURCE') {
    throw new AwsError(
      'InvalidParameterException',
      `associationType must be PRINCIPAL or RESOURCE, not ${associationType}.`,
    );
  }
  const shares = [
    ...sharesBy('SELF', context),
    // Who else receives a share is its owner's affair.
    ...(associationType === 'RESOURCE'
      ? sharesBy('OTHER-ACCOUNTS', context)
      : []),
  ];
  refuseUnknown(arns, shares);
  const { items, nextToken } = pageOf(
    shares
      .filter(share => !arns?.length || arns.includes(share.arn))
      .flatMap(share => associationViews(context.world, share, associationType))
      .filter(
        each =>
          (!input.resourceArn || each.associatedEntity === input.resourceArn) &&
          (!input.principal || each.associatedEntity === input.principal) &&
          (!input.associationStatus || each.status === input.associationStatus),
      ),
    input,
  );
  return { resourceShareAssociations: items, nextToken };
}

function listResources(input: ListResourcesRequest, context: CallContext) {
  const { items, nextToken } = pageOf(
    sharesBy(input.resourceOwner, context)
      .filter(share => matches(input.resourceShareArns, share.arn))
      .filter(
        share =>
          !input.principal ||
          share.principals.has(input.principal) ||
          share.ownerAccountId === input.principal,
      )
      .flatMap(share =>
        [...share.resources.values()].map(resource => ({ share, resource })),
      )
      .filter(
        ({ resource }) =>
          matches(input.resourceArns, resource.arn) &&
          (!input.resourceType || input.resourceType === resource.type),
      ),
    input,
  );
  return {
    resources: items.map(({ share, resource }) => ({
      arn: resource.arn,
      type: resource.type,
      resourceShareArn: share.arn,
      status: 'AVAILABLE',
      creationTime: resource.associatedAt,
      lastUpdatedTime: resource.associatedAt,
      resourceRegionScope: 'REGIONAL',
    })),
    nextToken,
  };
}

function listPrincipals(input: ListPrincipalsRequest, context: CallContext) {
  const isOwner = input.resourceOwner === 'SELF';
  const { items, nextToken } = pageOf(
    sharesBy(input.resourceOwner, context)
      .filter(share => matches(input.resourceShareArns, share.arn))
      .filter(
        share => !input.resourceArn || share.resources.has(input.resourceArn),
      )
      .flatMap(share =>
        // A receiver is shown who shares with it, an owner whom it shares with.
        isOwner
          ? [...share.principals.keys()].map(id => ({ share, id }))
          : [{ share, id: share.ownerAccountId }],
      )
      .filter(({ id }) => matches(input.principals, id)),
    input,
  );
  return {
    principals: items.map(({ share, id }) => ({
      id,
      resourceShareArn: share.arn,
      creationTime: share.principals.get(id)?.associatedAt ?? share.createdAt,
      lastUpdatedTime: share.updatedAt,
      external: accountOf(id) !== context.caller.accountId,
    })),
    nextToken,
  };
}

function createShare(input: CreateResourceShareRequest, context: CallContext) {
  const { world, caller, region } = context;
  const share = makeShare(world, {
    name: input.name!,
    ownerAccountId: caller.accountId,
    region,
    allowExternalPrincipals: input.allowExternalPrincipals,
  });
  associate(share, input, context);
  return { resourceShare: shareView(share), clientToken: input.clientToken };
}

function associate(
  share: Share,
  input: Pick<AssociateResourceShareRequest, 'resourceArns' | 'principals'>,
  { world }: CallContext,
) {
  for (const arn of input.resourceArns ?? []) {
    if (!arn.startsWith('arn:')) {
      throw new AwsError(
        'MalformedArnException',
        `The specified resource ARN ${arn} is not valid.`,
      );
    }
    addResource(world, share, { arn, type: typeOfArn(arn) });
  }
  for (const principal of input.principals ?? []) {
    addPrincipal(world, share, principal);
  }
}

function associateShare(
  input: AssociateResourceShareRequest,
  context: CallContext,
) {
  const share = ownShare(input.resourceShareArn, context);
  associate(share, input, context);
  return {
    resourceShareAssociations: (['PRINCIPAL', 'RESOURCE'] as const)
      .flatMap(type => associationViews(context.world, share, type))
      .filter(({ associatedEntity }) =>
        [...(input.principals ?? []), ...(input.resourceArns ?? [])].includes(
          associatedEntity!,
        ),
      ),
    clientToken: input.clientToken,
  };
}

/**
 * Takes principals and resources out of a share. Its owner may, and an account
 * that received it may leave it: also one that Lake Formation manages, of which
 * Lake Formation's grants then know nothing.
 */
function disassociateShare(
  input: DisassociateResourceShareRequest,
  context: CallContext,
) {
  const { world, caller, region } = context;
  const { resourceShareArn: arn, principals = [], resourceArns = [] } = input;
  const received = offeredShares(world, caller.accountId, region).get(arn!);
  const isLeaving =
    received !== undefined &&
    isAccepted(received, caller.accountId) &&
    resourceArns.length === 0 &&
    principals.every(principal => accountOf(principal) === caller.accountId);
  const share = isLeaving ? received : ownShare(arn, context);
  const now = world.clock.now();
  const left = [
    ...principals
      .filter(principal => share.principals.has(principal))
      .map(entity => ({ associationType: 'PRINCIPAL' as const, entity })),
    ...resourceArns
      .filter(resource => share.resources.has(resource))
      .map(entity => ({ associationType: 'RESOURCE' as const, entity })),
  ];
  principals.forEach(principal => removePrincipal(world, share, principal));
  resourceArns.forEach(resource => share.resources.delete(resource));
  return {
    resourceShareAssociations: left.map(({ associationType, entity }) => ({
      resourceShareArn: share.arn,
      resourceShareName: share.name,
      associatedEntity: entity,
      associationType,
      status: 'DISASSOCIATING',
      lastUpdatedTime: now,
      external: accountOf(entity) !== share.ownerAccountId,
    })),
    clientToken: input.clientToken,
  };
}

function removeShare(input: DeleteResourceShareRequest, context: CallContext) {
  deleteShare(context.world, ownShare(input.resourceShareArn, context));
  return { returnValue: true, clientToken: input.clientToken };
}

/** A share that the caller made and may change: Lake Formation's are changed by grants only. */
function ownShare(arn: string | undefined, context: CallContext): Share {
  const { world, caller, region } = context;
  const share = ownedShares(world, caller.accountId, region).get(arn ?? '');
  if (!share || share.deleted) throw unknownShare(arn ?? '');
  if (share.managedBy) {
    throw new AwsError(
      'OperationNotPermittedException',
      `The resource share ${arn} is managed by AWS Lake Formation; revoke its grants instead.`,
    );
  }
  return share;
}

function refuseUnknown(arns: string[] | undefined, shares: Share[]) {
  for (const arn of arns ?? []) {
    if (!shares.some(share => share.arn === arn)) throw unknownShare(arn);
  }
}

function unknownShare(arn: string): AwsError {
  return new AwsError(
    'UnknownResourceException',
    `ResourceShare ${arn} could not be found.`,
  );
}

function matches(wanted: string[] | undefined, value: string): boolean {
  return !wanted?.length || wanted.includes(value);
}

/** Shares as their owner and their receivers see them. */
export const resourceShareOperations: Record<string, OperationHandler> = {
  GetResourceShares: getShares,
  GetResourceShareAssociations: getAssociations,
  ListResources: listResources,
  ListPrincipals: listPrincipals,
  CreateResourceShare: createShare,
  AssociateResourceShare: associateShare,
  DisassociateResourceShare: disassociateShare,
  DeleteResourceShare: removeShare,
};
