import {
  GroupDetail,
  ManagedPolicyDetail,
  paginateGetAccountAuthorizationDetails,
  PolicyDetail,
  RoleDetail,
  UserDetail,
} from '@aws-sdk/client-iam';
import {
  ObservedPrincipalPolicies,
  ObservedStatement,
} from '@sluice/plugin-sluice-common';
import { ObservedDocument } from '../../store';
import { PartReader } from '../AccountReader';
import { statementsOf } from '../iamStatements';

/** IAM's maximum for GetAccountAuthorizationDetails. */
const PAGE_SIZE = 1000;

type NamedStatements = ObservedPrincipalPolicies['policies'][number];

/** Puts together what several lists of the answer say of one principal. */
class Documents {
  constructor(private readonly managed: Map<string, ManagedPolicyDetail>) {}

  ofRole(role: RoleDetail): ObservedPrincipalPolicies {
    const boundary = role.PermissionsBoundary?.PermissionsBoundaryArn;
    return {
      arn: role.Arn!,
      kind: 'role',
      trust: statementsOf(decode(role.AssumeRolePolicyDocument)),
      policies: sorted([
        ...inline(role.RolePolicyList),
        ...this.attached(role.AttachedManagedPolicies),
      ]),
      ...(boundary && { boundary: this.statements(boundary) }),
    };
  }

  ofUser(
    user: UserDetail,
    groups: Map<string, GroupDetail>,
  ): ObservedPrincipalPolicies {
    const boundary = user.PermissionsBoundary?.PermissionsBoundaryArn;
    const memberOf = (user.GroupList ?? []).flatMap(
      name => groups.get(name) ?? [],
    );
    return {
      arn: user.Arn!,
      kind: 'user',
      trust: [],
      policies: sorted([
        ...inline(user.UserPolicyList),
        ...this.attached(user.AttachedManagedPolicies),
        ...memberOf.flatMap(group => [
          ...inline(group.GroupPolicyList),
          ...this.attached(group.AttachedManagedPolicies),
        ]),
      ]),
      ...(boundary && { boundary: this.statements(boundary) }),
    };
  }

  private attached(
    policies: RoleDetail['AttachedManagedPolicies'] = [],
  ): NamedStatements[] {
    return policies.map(({ PolicyArn }) => ({
      name: PolicyArn!,
      statements: this.statements(PolicyArn!),
    }));
  }

  /** @throws when IAM did not say what is in it: nothing certain can be said then */
  private statements(arn: string): ObservedStatement[] {
    const version = this.managed
      .get(arn)
      ?.PolicyVersionList?.find(({ IsDefaultVersion }) => IsDefaultVersion);
    if (!version?.Document) {
      throw new Error(`IAM did not say what is in the policy ${arn}`);
    }
    return statementsOf(decode(version.Document));
  }
}

/**
 * `iam:GetAccountAuthorizationDetails`: what each role and user may do by its own
 * policies, and who may become it. Roles that AWS services made for themselves
 * are left out, as they are among the roles.
 */
export const readIamPolicies: PartReader = async ({ clients }) => {
  const roles: RoleDetail[] = [];
  const users: UserDetail[] = [];
  const groups = new Map<string, GroupDetail>();
  const managed = new Map<string, ManagedPolicyDetail>();
  const pages = paginateGetAccountAuthorizationDetails(
    { client: clients.iam, pageSize: PAGE_SIZE },
    {},
  );
  for await (const page of pages) {
    roles.push(...(page.RoleDetailList ?? []));
    users.push(...(page.UserDetailList ?? []));
    for (const group of page.GroupDetailList ?? []) {
      groups.set(group.GroupName!, group);
    }
    for (const policy of page.Policies ?? []) managed.set(policy.Arn!, policy);
  }
  const documents = new Documents(managed);
  return [
    ...roles
      .filter(({ Path }) => !Path?.startsWith('/aws-service-role/'))
      .map(role => documents.ofRole(role)),
    ...users.map(user => documents.ofUser(user, groups)),
  ].map(
    (document): ObservedDocument => ({
      type: 'principalPolicies',
      key: document.arn,
      document,
    }),
  );
};

function inline(policies: PolicyDetail[] = []): NamedStatements[] {
  return policies.map(({ PolicyName, PolicyDocument }) => ({
    name: PolicyName!,
    statements: statementsOf(decode(PolicyDocument)),
  }));
}

/** Their order means nothing, and a new order is no change. */
function sorted(policies: NamedStatements[]): NamedStatements[] {
  return policies.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function decode(document = '{}'): string {
  return decodeURIComponent(document);
}
