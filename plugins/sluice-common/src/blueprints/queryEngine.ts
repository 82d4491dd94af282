import { queryEnginePolicy, queryEngineTrust } from '../iamDocuments';
import { desired } from '../resources';
import { Consumer, roleArnIn } from './parties';

/** Lets IAM check the tokens of pods of the EKS cluster. */
export function oidcProvider({ account, oidcIssuer }: Consumer) {
  return desired('iamOidcProvider', {
    account: account.name,
    properties: {
      issuerUrl: `https://${oidcIssuer}`,
      clientIds: ['sts.amazonaws.com'],
    },
    why: 'Pods assume roles with tokens that the EKS cluster signs.',
  });
}

/** Each team adds its role to it, so statements beside these are left alone. */
export function queryEnginePolicyOf({ account, declaration }: Consumer) {
  return desired('iamPolicy', {
    account: account.name,
    properties: {
      name: `${declaration.queryEngineRole}-policy`,
      statements: queryEnginePolicy(),
      exclusive: false,
    },
    why: 'What the query engine role may do: make certificates, and become the roles of the teams.',
  });
}

/** The role of the system driver. */
export function queryEngineRole(consumer: Consumer) {
  const { account, declaration, oidcIssuer } = consumer;
  const { queryEngineRole: name, secureNamespace } = declaration;
  const policy = queryEnginePolicyOf(consumer);
  return desired('iamRole', {
    account: account.name,
    properties: {
      name,
      description: 'The system driver of EMR on EKS filters data as this role',
      trust: queryEngineTrust({
        region: account.region,
        accountId: account.accountId,
        issuer: oidcIssuer,
        namespace: secureNamespace,
        roleName: name,
      }),
      attachedPolicies: [policy.properties.name],
    },
    dependsOn: [policy, oidcProvider(consumer)],
    why: 'The system driver, which no user code reaches, runs as it and becomes the role of the team.',
  });
}

export function queryEngineRoleArn({ account, declaration }: Consumer): string {
  return roleArnIn(account, declaration.queryEngineRole);
}
