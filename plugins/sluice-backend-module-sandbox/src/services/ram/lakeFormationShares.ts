import { SandboxWorld } from '../../core';
import {
  accountOf,
  addPrincipal,
  addResource,
  deleteShare,
  isAccepted,
  makeShare,
  offeredShares,
  ownedShares,
  Share,
  SharedResource,
} from './shares';

/** What Lake Formation shares, with whom. */
export interface LakeFormationSharing {
  ownerAccountId: string;
  region: string;
  /** Account id, IAM principal of another account, organization or unit. */
  principal: string;
  resource: SharedResource;
  /** `CROSS_ACCOUNT_VERSION` of the owner's data lake settings. */
  crossAccountVersion: string;
}

/**
 * Shares a resource as Lake Formation does on a grant to another account: from
 * version 2 on, one share for databases and one for tables per principal, which
 * later grants extend; in version 1 a share per resource (LF reference A8.1).
 */
export function shareWithAccount(
  world: SandboxWorld,
  sharing: LakeFormationSharing,
): Share {
  const { ownerAccountId, region, principal, resource } = sharing;
  const perResource = sharing.crossAccountVersion === '1';
  const known = [...ownedShares(world, ownerAccountId, region).values()].find(
    share =>
      isManaged(share) &&
      share.principals.has(principal) &&
      (share.resources.has(resource.arn) ||
        (!perResource && typeOf(share) === resource.type)),
  );
  const share =
    known ??
    makeShare(world, {
      ownerAccountId,
      region,
      managedBy: 'LakeFormation',
      name: perResource
        ? `LakeFormation-${world.nextId(10)}`
        : `LakeFormation-V${sharing.crossAccountVersion}-${world.nextId(10)}`,
    });
  addResource(world, share, resource);
  addPrincipal(world, share, principal);
  return share;
}

/** Takes a resource out of Lake Formation's share, when the last permission on it is revoked. */
export function unshareFromAccount(
  world: SandboxWorld,
  sharing: Omit<LakeFormationSharing, 'crossAccountVersion'>,
): void {
  const { ownerAccountId, region, principal, resource } = sharing;
  for (const share of ownedShares(world, ownerAccountId, region).values()) {
    if (!isManaged(share) || !share.principals.has(principal)) continue;
    if (!share.resources.delete(resource.arn)) continue;
    share.updatedAt = world.clock.now();
    if (share.resources.size === 0) deleteShare(world, share);
  }
}

/** ARNs of the shares by which a principal of another account gets a resource. */
export function sharesOfResource(
  world: SandboxWorld,
  sharing: Omit<LakeFormationSharing, 'crossAccountVersion' | 'resource'> & {
    resourceArn: string;
  },
): string[] {
  const { ownerAccountId, region, principal, resourceArn } = sharing;
  return [...ownedShares(world, ownerAccountId, region).values()]
    .filter(
      share =>
        isManaged(share) &&
        share.principals.has(principal) &&
        share.resources.has(resourceArn),
    )
    .map(share => share.arn);
}

/** Whether the principal's account has accepted a share that holds the resource. */
export function isShareAccepted(
  world: SandboxWorld,
  sharing: Omit<LakeFormationSharing, 'crossAccountVersion' | 'resource'> & {
    resourceArn: string;
  },
): boolean {
  const { ownerAccountId, region, principal, resourceArn } = sharing;
  const accountId = accountOf(principal);
  if (!accountId) return false;
  return [...offeredShares(world, accountId, region).values()].some(
    share =>
      share.ownerAccountId === ownerAccountId &&
      isManaged(share) &&
      share.principals.has(principal) &&
      share.resources.has(resourceArn) &&
      isAccepted(share, accountId),
  );
}

function isManaged(share: Share): boolean {
  return share.managedBy === 'LakeFormation' && !share.deleted;
}

function typeOf(share: Share): string | undefined {
  return share.resources.values().next().value?.type;
}
