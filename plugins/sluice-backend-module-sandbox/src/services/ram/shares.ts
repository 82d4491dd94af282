import { createHash } from 'crypto';
import { SandboxWorld } from '../../core';

/** How long a receiver may answer an invitation (seed reference 1.6). */
export const INVITATION_LIFETIME_MS = 12 * 60 * 60 * 1000;

/** Something that can be shared: its ARN and RAM's name for its type. */
export interface SharedResource {
  arn: string;
  /** `glue:Database`, `glue:Table`, `glue:Catalog`. */
  type: string;
}

/** What a receiver was asked and has answered. An expired one stays `PENDING` here. */
export interface Invitation {
  arn: string;
  shareArn: string;
  senderAccountId: string;
  receiverAccountId: string;
  sentAt: Date;
  answer: 'PENDING' | 'ACCEPTED' | 'REJECTED';
}

/** A share, kept by the account that owns it. */
export interface Share {
  arn: string;
  name: string;
  ownerAccountId: string;
  region: string;
  /** The service that made it and alone may change it; undefined for one that a person made. */
  managedBy?: 'LakeFormation';
  allowExternalPrincipals: boolean;
  createdAt: Date;
  updatedAt: Date;
  deleted: boolean;
  resources: Map<string, SharedResource & { associatedAt: Date }>;
  /** By account id or ARN, as the owner named the principal. */
  principals: Map<string, { associatedAt: Date }>;
  /** By receiving account, newest last. */
  invitations: Map<string, Invitation[]>;
}

interface RamState {
  owned: Map<string, Share>;
  /** Shares of other accounts that were offered to this one, by ARN. */
  offered: Map<string, Share>;
}

const RAM = {
  id: 'ram',
  create: (): RamState => ({ owned: new Map(), offered: new Map() }),
};

/** Shares that an account made in a region, by ARN. */
export function ownedShares(
  world: SandboxWorld,
  accountId: string,
  region: string,
): Map<string, Share> {
  return world.slice(RAM, accountId, region).owned;
}

/** Shares of others that this account was invited to, answered or not, by ARN. */
export function offeredShares(
  world: SandboxWorld,
  accountId: string,
  region: string,
): Map<string, Share> {
  return world.slice(RAM, accountId, region).offered;
}

/** Makes an empty share. */
export function makeShare(
  world: SandboxWorld,
  options: Pick<Share, 'name' | 'ownerAccountId' | 'region' | 'managedBy'> & {
    allowExternalPrincipals?: boolean;
  },
): Share {
  const { ownerAccountId, region } = options;
  const now = world.clock.now();
  const share: Share = {
    ...options,
    arn: `arn:aws:ram:${region}:${ownerAccountId}:resource-share/${uuid(
      world,
    )}`,
    allowExternalPrincipals: options.allowExternalPrincipals ?? true,
    createdAt: now,
    updatedAt: now,
    deleted: false,
    resources: new Map(),
    principals: new Map(),
    invitations: new Map(),
  };
  ownedShares(world, ownerAccountId, region).set(share.arn, share);
  return share;
}

/** Adds a resource; one that is there stays as it is. */
export function addResource(
  world: SandboxWorld,
  share: Share,
  resource: SharedResource,
): void {
  if (share.resources.has(resource.arn)) return;
  const now = world.clock.now();
  share.resources.set(resource.arn, { ...resource, associatedAt: now });
  share.updatedAt = now;
}

/**
 * Adds a principal and invites its account, unless that has accepted or can
 * still answer. A rejected or expired invitation is followed by a new one: the
 * owner has to associate the principal again (seed reference 1.6).
 */
export function addPrincipal(
  world: SandboxWorld,
  share: Share,
  principal: string,
): void {
  const now = world.clock.now();
  if (!share.principals.has(principal)) {
    share.principals.set(principal, { associatedAt: now });
    share.updatedAt = now;
  }
  const receiver = accountOf(principal);
  if (!receiver || receiver === share.ownerAccountId) return;
  const earlier = share.invitations.get(receiver) ?? [];
  const last = earlier.at(-1);
  if (last && ['PENDING', 'ACCEPTED'].includes(statusOf(world, last))) return;
  share.invitations.set(receiver, [
    ...earlier,
    {
      arn: `arn:aws:ram:${share.region}:${
        share.ownerAccountId
      }:resource-share-invitation/${uuid(world)}`,
      shareArn: share.arn,
      senderAccountId: share.ownerAccountId,
      receiverAccountId: receiver,
      sentAt: now,
      answer: 'PENDING',
    },
  ]);
  offeredShares(world, receiver, share.region).set(share.arn, share);
}

/** Status as RAM reports it now. */
export function statusOf(
  world: SandboxWorld,
  invitation: Invitation,
): 'PENDING' | 'ACCEPTED' | 'REJECTED' | 'EXPIRED' {
  const age = world.clock.now().getTime() - invitation.sentAt.getTime();
  return invitation.answer === 'PENDING' && age > INVITATION_LIFETIME_MS
    ? 'EXPIRED'
    : invitation.answer;
}

/** Whether the account may use what the share holds. */
export function isAccepted(share: Share, accountId: string): boolean {
  return (
    !share.deleted &&
    share.invitations.get(accountId)?.at(-1)?.answer === 'ACCEPTED'
  );
}

/** Ends a share; RAM keeps showing it as deleted for a while, we for good. */
export function deleteShare(world: SandboxWorld, share: Share): void {
  share.deleted = true;
  share.updatedAt = world.clock.now();
  share.resources.clear();
  share.principals.clear();
}

/** Takes a principal out of a share; its account no longer knows of it. */
export function removePrincipal(
  world: SandboxWorld,
  share: Share,
  principal: string,
): void {
  share.principals.delete(principal);
  share.updatedAt = world.clock.now();
  const receiver = accountOf(principal);
  const others = [...share.principals.keys()].map(accountOf);
  if (!receiver || others.includes(receiver)) return;
  share.invitations.delete(receiver);
  offeredShares(world, receiver, share.region).delete(share.arn);
}

/** The account that a principal of a share belongs to; undefined for an organization. */
export function accountOf(principal: string): string | undefined {
  if (/^\d{12}$/.test(principal)) return principal;
  return /^arn:aws[^:]*:iam::(\d{12}):/.exec(principal)?.[1];
}

function uuid(world: SandboxWorld): string {
  const hex = createHash('sha256').update(world.nextId()).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
