import { SandboxWorld, SliceKey } from '../../core';
import { TrustStatement } from './trust';

export interface RolePolicyAttachment {
  arn: string;
  name: string;
}

export interface IamRole {
  accountId: string;
  name: string;
  path: string;
  arn: string;
  /** `AROA…`; another one after delete and re-create. */
  id: string;
  createdAt: Date;
  description?: string;
  maxSessionDuration: number;
  /** As it was put, JSON. */
  trustDocument: string;
  trust: TrustStatement[];
  attached: Map<string, RolePolicyAttachment>;
  inline: Map<string, string>;
  tags: Map<string, string>;
}

export interface IamUser {
  name: string;
  path: string;
  arn: string;
  /** `AIDA…` */
  id: string;
  createdAt: Date;
  inline: Map<string, string>;
}

export interface PolicyVersion {
  id: string;
  document: string;
  createdAt: Date;
}

export interface ManagedPolicy {
  name: string;
  path: string;
  arn: string;
  id: string;
  description?: string;
  createdAt: Date;
  updatedAt: Date;
  versions: PolicyVersion[];
  defaultVersionId: string;
  nextVersion: number;
}

export interface OidcProvider {
  arn: string;
  url: string;
  clientIds: string[];
  thumbprints: string[];
  createdAt: Date;
}

export interface IamState {
  roles: Map<string, IamRole>;
  users: Map<string, IamUser>;
  policies: Map<string, ManagedPolicy>;
  oidcProviders: Map<string, OidcProvider>;
}

const STATE: SliceKey<IamState> = {
  id: 'iam',
  create: () => ({
    roles: new Map(),
    users: new Map(),
    policies: new Map(),
    oidcProviders: new Map(),
  }),
};

/** IAM of an account; it has no region. */
export function iamState(world: SandboxWorld, accountId: string): IamState {
  return world.slice(STATE, accountId);
}
