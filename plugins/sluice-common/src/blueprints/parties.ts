import {
  ConsumerAccountDeclaration,
  ProducerAccountDeclaration,
} from '../declarations';
import { partitionOf, roleArn } from '../iamDocuments';
import { BlueprintAccount, BlueprintError, BlueprintFacts } from './facts';

/** A producer account with what is declared of it. */
export interface Producer {
  account: BlueprintAccount;
  declaration: ProducerAccountDeclaration;
}

/** A consumer account with what is declared of it. */
export interface ConsumerAccount {
  account: BlueprintAccount;
  declaration: ConsumerAccountDeclaration;
}

/** The same with what its EKS cluster proves its pods by. */
export interface Consumer extends ConsumerAccount {
  /** Of its EKS cluster, without `https://`. */
  oidcIssuer: string;
}

/** @throws BlueprintError when no such account is connected */
export function accountNamed(
  facts: BlueprintFacts,
  name: string,
): BlueprintAccount {
  const account = facts.accounts.find(each => each.name === name);
  if (!account) {
    throw new BlueprintError(
      `No account ${name} is connected. Add it to sluice.accounts in the configuration first.`,
    );
  }
  return account;
}

/** @throws BlueprintError when the account is not set up as a producer */
export function producerNamed(facts: BlueprintFacts, name: string): Producer {
  const account = accountNamed(facts, name);
  const declaration = facts.declarations.find(
    (each): each is ProducerAccountDeclaration =>
      each.kind === 'producerAccount' && each.account === name,
  );
  if (!declaration) {
    throw new BlueprintError(
      `Account ${name} is not set up as a producer account. Connect it as one first.`,
    );
  }
  return { account, declaration };
}

/** @throws BlueprintError when the account is not set up as a consumer */
export function consumerAccountNamed(
  facts: BlueprintFacts,
  name: string,
): ConsumerAccount {
  // First, so that an account that is not connected is called so.
  const account = accountNamed(facts, name);
  const declaration = declaredConsumer(facts, name);
  if (!declaration) {
    throw new BlueprintError(
      `Account ${name} is not set up as a consumer account. Connect it as one first.`,
    );
  }
  return { account, declaration };
}

/** @throws BlueprintError when the account is not set up, or its cluster not known */
export function consumerNamed(facts: BlueprintFacts, name: string): Consumer {
  return consumerOf(consumerAccountNamed(facts, name).declaration, facts);
}

/** What is declared of a consumer account, if anything is. */
export function declaredConsumer(
  facts: BlueprintFacts,
  name: string,
): ConsumerAccountDeclaration | undefined {
  return facts.declarations.find(
    (each): each is ConsumerAccountDeclaration =>
      each.kind === 'consumerAccount' && each.account === name,
  );
}

/** @throws BlueprintError when nobody knows the OIDC issuer of its EKS cluster */
export function consumerOf(
  declaration: ConsumerAccountDeclaration,
  facts: BlueprintFacts,
): Consumer {
  const { account: name, eksCluster } = declaration;
  const account = accountNamed(facts, name);
  const oidcIssuer = facts.oidcIssuers[`${name}/${eksCluster}`];
  if (!oidcIssuer) {
    throw new BlueprintError(
      `The OIDC issuer of EKS cluster ${eksCluster} in account ${name} is not known, so no pod could be trusted with a role. Create the cluster, or let Sluice read it, first.`,
    );
  }
  return { account, declaration, oidcIssuer };
}

export function roleArnIn(
  { accountId, region }: BlueprintAccount,
  name: string,
): string {
  return roleArn({ partition: partitionOf(region), accountId, name });
}
