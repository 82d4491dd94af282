import { Principal } from '../accessModel';

const IAM = /^arn:aws[a-z-]*:iam::(\d{12}):(role|user)\/\S+$/;
const ORGANIZATION =
  /^arn:aws[a-z-]*:organizations::\d{12}:(organization|ou)\/\S+$/;
const IAM_PRINCIPALS_GROUP = /^(\d{12}):IAMPrincipals$/i;

/**
 * Reads a `DataLakePrincipalIdentifier` (LF reference A4). What it does not
 * know (SAML, QuickSight, Identity Center) is kept as it is, never guessed at.
 * @public
 */
export function parsePrincipal(identifier: string): Principal {
  const iam = IAM.exec(identifier);
  if (iam) {
    const [, accountId, kind] = iam;
    return {
      kind: kind === 'role' ? 'iamRole' : 'iamUser',
      arn: identifier,
      accountId,
    };
  }
  if (/^\d{12}$/.test(identifier)) {
    return { kind: 'account', accountId: identifier };
  }
  if (/^IAM_ALLOWED_PRINCIPALS$/i.test(identifier)) {
    return { kind: 'iamAllowedPrincipals' };
  }
  const group = IAM_PRINCIPALS_GROUP.exec(identifier);
  if (group) return { kind: 'allIamPrincipals', accountId: group[1] };
  const organization = ORGANIZATION.exec(identifier);
  if (organization) {
    return {
      kind: organization[1] === 'ou' ? 'organizationalUnit' : 'organization',
      arn: identifier,
    };
  }
  return { kind: 'unrecognised', id: identifier };
}

/** The identifier that Lake Formation's API takes. @public */
export function printPrincipal(principal: Principal): string {
  switch (principal.kind) {
    case 'account':
      return principal.accountId;
    case 'iamAllowedPrincipals':
      return 'IAM_ALLOWED_PRINCIPALS';
    case 'allIamPrincipals':
      return `${principal.accountId}:IAMPrincipals`;
    case 'unrecognised':
      return principal.id;
    default:
      return principal.arn;
  }
}
