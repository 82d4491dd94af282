import { SandboxWorld } from '../../core';
import { principalExists } from '../iam';
import { invalidInput } from './resources';

/** Everybody whom IAM lets through; the group that switches Lake Formation off for a resource. */
export const IAM_ALLOWED_PRINCIPALS = 'IAM_ALLOWED_PRINCIPALS';

/** Spellings that the API accepts (LF reference A4), with the account they belong to. */
const SPELLINGS = [
  /^(\d{12})$/,
  /^(\d{12}):IAMPrincipals$/,
  /^arn:aws[^:]*:iam::(\d{12}):(?:role|user|federated-user)\/.+$/,
  /^arn:aws[^:]*:iam::(\d{12}):saml-provider\/[^:]+:(?:user|group)\/.+$/,
  /^arn:aws[^:]*:quicksight:[^:]*:(\d{12}):(?:user|group)\/.+$/,
];

const ELSEWHERE = [
  /^arn:aws[^:]*:organizations::\d{12}:(?:organization|ou)\/.+$/,
  /^arn:aws[^:]*:identitystore:::(?:user|group)\/.+$/,
];

/**
 * Refuses what is no principal, among it a role or user that IAM does not have
 * (or does not have yet, LF reference A12).
 */
export function requirePrincipal(world: SandboxWorld, id: string): void {
  const known =
    id === IAM_ALLOWED_PRINCIPALS ||
    [...SPELLINGS, ...ELSEWHERE].some(spelling => spelling.test(id));
  const isIam = /^arn:aws[^:]*:iam::\d{12}:(?:role|user)\//.test(id);
  if (!known || (isIam && !principalExists(world, id))) {
    throw invalidInput(`Invalid principal, ${id}`);
  }
}

/** The account a principal belongs to; undefined for organizations and the IAM group. */
export function accountOfPrincipal(id: string): string | undefined {
  for (const spelling of SPELLINGS) {
    const match = spelling.exec(id);
    if (match) return match[1];
  }
  return undefined;
}

/** Whether the principal is an organization or a unit of one. */
export function isOrganization(id: string): boolean {
  return /^arn:aws[^:]*:organizations::/.test(id);
}

/** Whether the principal is outside the account, so that a grant to it is a share. */
export function isExternal(id: string, accountId: string): boolean {
  const owner = accountOfPrincipal(id);
  return isOrganization(id) || (owner !== undefined && owner !== accountId);
}

/** The names by which a caller is addressed inside its own account. */
export function principalsOf(caller: {
  accountId: string;
  principalArn: string;
}): string[] {
  return [caller.principalArn, `${caller.accountId}:IAMPrincipals`];
}
