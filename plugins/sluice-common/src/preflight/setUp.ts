import { AccountObservation } from '../accessModel';
import { grantedTeam } from '../blueprints/accessGrant';
import { BlueprintAccount, BlueprintFacts } from '../blueprints/facts';
import { PreflightFinding } from '../changes';
import {
  ConsumerAccountDeclaration,
  Declaration,
  ProducerAccountDeclaration,
  sharesOf,
  subjectOf,
} from '../declarations';
import { DesiredResource, ResourceTypeName } from '../resources';
import { SETUP_RULES, SetupRuleId } from './rules';

/** All that a rule may look at. */
export interface SetUp {
  declaration: Declaration;
  resources: readonly DesiredResource[];
  facts: BlueprintFacts;
  observed: readonly AccountObservation[];
}

/** One rule, or one side of it. */
export type Check = (setUp: SetUp) => PreflightFinding[];

export function finding(
  rule: SetupRuleId,
  severity: PreflightFinding['severity'],
  message: string,
): PreflightFinding {
  const { docsUrl } = SETUP_RULES.find(({ id }) => id === rule)!;
  return { rule, severity, message, docsUrl };
}

export function resourcesOfType<T extends ResourceTypeName>(
  { resources }: SetUp,
  type: T,
): Extract<DesiredResource, { type: T }>[] {
  return resources.filter(
    (resource): resource is Extract<DesiredResource, { type: T }> =>
      resource.type === type,
  );
}

export function accountNamed(
  { facts }: SetUp,
  name: string,
): BlueprintAccount | undefined {
  return facts.accounts.find(account => account.name === name);
}

export function observationOf(
  { observed }: SetUp,
  name: string,
): AccountObservation | undefined {
  return observed.find(({ accountName }) => accountName === name);
}

/** The declaration at hand, and those in force that it does not replace. */
export function declarationsAfter({
  declaration,
  facts,
}: SetUp): Declaration[] {
  const subject = subjectOf(declaration);
  return [
    declaration,
    ...facts.declarations.filter(each => subjectOf(each) !== subject),
  ];
}

export function producerNamed(
  setUp: SetUp,
  account: string,
): ProducerAccountDeclaration | undefined {
  return declarationsAfter(setUp).find(
    (each): each is ProducerAccountDeclaration =>
      each.kind === 'producerAccount' && each.account === account,
  );
}

export function consumerNamed(
  setUp: SetUp,
  account: string,
): ConsumerAccountDeclaration | undefined {
  return declarationsAfter(setUp).find(
    (each): each is ConsumerAccountDeclaration =>
      each.kind === 'consumerAccount' && each.account === account,
  );
}

/** Producer and consumer that the declaration brings together, by account name. */
export function accountPairs(setUp: SetUp): [string, string][] {
  const { declaration, facts } = setUp;
  const namesOf = (accountIds: string[]) =>
    facts.accounts
      .filter(({ accountId }) => accountIds.includes(accountId))
      .map(({ name }) => name);
  switch (declaration.kind) {
    case 'producerAccount':
      return namesOf(declaration.consumerAccountIds).map(consumer => [
        declaration.account,
        consumer,
      ]);
    case 'consumerAccount':
      return namesOf(declaration.producerAccountIds).map(producer => [
        producer,
        declaration.account,
      ]);
    case 'share':
    case 'dataProduct':
      return sharesOf(declaration).map(
        ({ producerAccount, consumerAccount }) => [
          producerAccount,
          consumerAccount,
        ],
      );
    case 'consumerTeam':
      return pairsWith(declaration.account, declaration.grants);
    case 'accessGrant': {
      const team = grantedTeam(declaration, facts);
      return team ? pairsWith(team.account, declaration.tables) : [];
    }
    default:
      return [];
  }
}

function pairsWith(
  consumer: string,
  tables: { producerAccount: string }[],
): [string, string][] {
  const producers = tables.map(({ producerAccount }) => producerAccount);
  return [...new Set(producers)].map(producer => [producer, consumer]);
}
