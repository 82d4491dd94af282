import {
  DataProductDeclaration,
  DeclaredTable,
  sharesOf,
  subjectOf,
} from '../declarations';
import { DesiredResource, desired } from '../resources';
import { BlueprintFacts } from './facts';
import { Producer, producerNamed } from './parties';
import { athenaResultBucket, registeredLocation } from './producerAccount';
import { shareBlueprint } from './share';

/** Seed reference 1.2 P6 to P10 and 1.4. */
export function dataProductBlueprint(
  declaration: DataProductDeclaration,
  facts: BlueprintFacts,
): DesiredResource[] {
  const producer = producerNamed(facts, declaration.account);
  return [
    ...databaseResources(producer, declaration.database),
    ...declaration.tables.flatMap(table => [
      ...tableResources(producer, declaration.database, table),
      ...(table.sampleRows.length > 0
        ? [sampleRows(producer, declaration.database, table)]
        : []),
    ]),
    ...sharesOf(declaration).flatMap(share =>
      shareBlueprint(share, withDeclaration(facts, declaration)),
    ),
  ];
}

/** The product as it is to be, not as it was before. */
function withDeclaration(
  facts: BlueprintFacts,
  declaration: DataProductDeclaration,
): BlueprintFacts {
  const subject = subjectOf(declaration);
  const others = facts.declarations.filter(each => subjectOf(each) !== subject);
  return { ...facts, declarations: [...others, declaration] };
}

/**
 * What a grant on a database, or on a table of it, waits for, as far as data
 * products declare it. What others made is taken to be there.
 */
export function declaredResources(
  facts: BlueprintFacts,
  producer: Producer,
  of: { database: string; table?: string },
): DesiredResource[] {
  const products = facts.declarations.filter(
    (each): each is DataProductDeclaration =>
      each.kind === 'dataProduct' &&
      each.account === producer.account.name &&
      each.database === of.database,
  );
  if (products.length === 0) return [];
  if (!of.table) return databaseResources(producer, of.database);
  const table = products
    .flatMap(({ tables }) => tables)
    .find(({ name }) => name === of.table);
  return table ? tableResources(producer, of.database, table) : [];
}

function databaseResources(producer: Producer, name: string) {
  const account = producer.account.name;
  const database = databaseNamed(producer, name);
  return [
    database,
    desired('withoutIamAllowedPrincipals', {
      account,
      properties: { database: name },
      dependsOn: [database],
      why: 'Lake Formation refuses to share a database that is left to IAM policies.',
    }),
  ];
}

function databaseNamed(producer: Producer, name: string) {
  return desired('glueDatabase', {
    account: producer.account.name,
    properties: { name, locationUri: `${warehouse(producer)}/` },
    dependsOn: [registeredLocation(producer)],
    why: 'Holds the tables of the data product; new ones are left to Lake Formation.',
  });
}

function tableResources(
  producer: Producer,
  database: string,
  declared: DeclaredTable,
) {
  const account = producer.account.name;
  const table = icebergTable(producer, database, declared);
  return [
    table,
    desired('withoutIamAllowedPrincipals', {
      account,
      properties: { database, table: declared.name },
      dependsOn: [table],
      why: 'Lake Formation neither filters nor shares a table that is left to IAM policies.',
    }),
  ];
}

function icebergTable(
  producer: Producer,
  database: string,
  { name, description, columns, partitionedBy }: DeclaredTable,
) {
  const athenaBucket = athenaResultBucket(producer);
  return desired('icebergTable', {
    account: producer.account.name,
    properties: {
      database,
      name,
      ...(description && { description }),
      location: `${warehouse(producer)}/${database}/${name}`,
      columns: columns.map(column => ({
        name: column.name,
        type: column.type,
        ...(column.comment && { comment: column.comment }),
      })),
      partitionedBy,
      athenaOutputLocation: athenaOutputLocation(producer),
    },
    dependsOn: [databaseNamed(producer, database), athenaBucket],
    why: 'A table of the data product.',
  });
}

function sampleRows(
  producer: Producer,
  database: string,
  declared: DeclaredTable,
) {
  return desired('icebergRows', {
    account: producer.account.name,
    properties: {
      database,
      table: declared.name,
      columns: declared.columns.map(({ name, type }) => ({ name, type })),
      rows: declared.sampleRows,
      athenaOutputLocation: athenaOutputLocation(producer),
    },
    dependsOn: [icebergTable(producer, database, declared)],
    why: 'The declaration gives the table rows to begin with.',
  });
}

function warehouse({ declaration }: Producer): string {
  return `s3://${declaration.dataBucket}/${declaration.warehousePrefix}`;
}

function athenaOutputLocation({ declaration }: Producer): string {
  return `s3://${declaration.athenaResultBucket}/`;
}
