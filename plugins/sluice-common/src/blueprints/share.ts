import { ShareDeclaration } from '../declarations';
import { DesiredResource, desired } from '../resources';
import { acceptedShare } from './consumerAccount';
import { dataCellsFilter, selectOnFilter } from './dataCellsFilters';
import { declaredResources } from './dataProduct';
import { BlueprintAccount, BlueprintFacts } from './facts';
import { filterNameOf, isPart } from './names';
import {
  accountNamed,
  declaredConsumer,
  Producer,
  producerNamed,
} from './parties';

type SharedTable = ShareDeclaration['tables'][number];

/** Seed reference 1.2 P11 to P15, and 1.6 where the consumer wants it. */
export function shareBlueprint(
  declaration: ShareDeclaration,
  facts: BlueprintFacts,
): DesiredResource[] {
  const { database, tables } = declaration;
  const producer = producerNamed(facts, declaration.producerAccount);
  const account = accountNamed(facts, declaration.consumerAccount);
  const shared = [
    describeDatabase(producer, account, database, facts),
    ...tables.flatMap(table =>
      isPart(table)
        ? sharedPart(producer, account, { ...table, database }, facts)
        : [sharedTable(producer, account, { ...table, database }, facts)],
    ),
  ];
  return [...shared, ...acceptance(producer, account, shared, facts)];
}

function describeDatabase(
  producer: Producer,
  consumer: BlueprintAccount,
  database: string,
  facts: BlueprintFacts,
) {
  return desired('lakeFormationPermission', {
    account: producer.account.name,
    properties: {
      principal: consumer.accountId,
      resource: {
        kind: 'database',
        catalogId: producer.account.accountId,
        databaseName: database,
      },
      permissions: ['DESCRIBE'],
      grantable: ['DESCRIBE'],
    },
    dependsOn: declaredResources(facts, producer, { database }),
    why: `Account ${consumer.name} sees the database that the shared tables are in.`,
  });
}

function sharedTable(
  producer: Producer,
  consumer: BlueprintAccount,
  { database, table }: SharedTable & { database: string },
  facts: BlueprintFacts,
) {
  return desired('lakeFormationPermission', {
    account: producer.account.name,
    properties: {
      principal: consumer.accountId,
      resource: {
        kind: 'table',
        catalogId: producer.account.accountId,
        databaseName: database,
        tableName: table,
      },
      permissions: ['SELECT', 'DESCRIBE'],
      grantable: ['SELECT', 'DESCRIBE'],
    },
    dependsOn: declaredResources(facts, producer, { database, table }),
    why: `Account ${consumer.name} may read the whole table and pass that on to its teams.`,
  });
}

function sharedPart(
  producer: Producer,
  consumer: BlueprintAccount,
  table: SharedTable & { database: string },
  facts: BlueprintFacts,
) {
  const filter = dataCellsFilter(producer, facts, {
    ...table,
    name: filterNameOf(table, consumer.name.replaceAll('-', '_')),
    why: `What account ${consumer.name} may see of the table.`,
  });
  return [
    filter,
    selectOnFilter(filter, {
      principal: consumer.accountId,
      grantable: true,
      dependsOn: declaredResources(facts, producer, table),
      why: `Account ${consumer.name} may read this part of the table and pass it on to its teams.`,
    }),
  ];
}

/** An account takes what it said it would; others have to be asked by people. */
function acceptance(
  producer: Producer,
  consumer: BlueprintAccount,
  shared: DesiredResource[],
  facts: BlueprintFacts,
): DesiredResource[] {
  const { accountId } = producer.account;
  const isWanted = declaredConsumer(
    facts,
    consumer.name,
  )?.producerAccountIds.includes(accountId);
  return isWanted ? [acceptedShare(consumer, accountId, shared)] : [];
}
