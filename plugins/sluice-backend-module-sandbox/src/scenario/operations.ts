import { CreateDatabaseCommand } from '@aws-sdk/client-glue';
import {
  AddLFTagsToResourceCommand,
  CreateLFTagCommand,
  Resource,
} from '@aws-sdk/client-lakeformation';
import type { AccountClients } from './clients';
import { facilitiesTable, staffAssignmentsTable } from './data';
import { grant } from './lakeFormation';
import {
  CONSUMER,
  consumer,
  consumerRoleArn,
  operations,
  PRODUCER,
  producerTable,
  warehouseUri,
} from './names';
import { createTable } from './tables';
import { acceptInvitations, createResourceLink } from './sharing';

/** Columns of `staff_assignments` that leave the domain: neither names nor pay. */
export const ROSTER_COLUMNS = [
  'assignment_id',
  'staff_role',
  'facility_id',
  'shift',
  'start_date',
];

/** Whatever is tagged public: the columns of `facilities` but for cost and lease. */
const PUBLIC_TABLES: Resource = {
  LFTagPolicy: {
    CatalogId: PRODUCER,
    ResourceType: 'TABLE',
    Expression: [{ TagKey: operations.tagKey, TagValues: ['public'] }],
  },
};

const ROSTER: Resource = {
  TableWithColumns: {
    CatalogId: PRODUCER,
    DatabaseName: operations.database,
    Name: operations.staffAssignments,
    ColumnNames: ROSTER_COLUMNS,
  },
};

/**
 * A second domain, shared in the two ways the seed does not show: `facilities`
 * by LF-Tags to the Claims Care Team, and some columns of `staff_assignments`
 * to the Patients Care Team.
 */
export async function setUpOperations(
  producerClients: AccountClients,
  consumerClients: AccountClients,
): Promise<void> {
  await createTables(producerClients);
  await tagFacilities(producerClients);
  await shareWithConsumer(producerClients);
  await acceptInvitations(consumerClients);
  await grantToTeams(consumerClients);
}

async function createTables(clients: AccountClients): Promise<void> {
  await clients.glue.send(
    new CreateDatabaseCommand({
      DatabaseInput: {
        Name: operations.database,
        Description: 'Sites and rosters',
        LocationUri: warehouseUri(operations.database),
        CreateTableDefaultPermissions: [],
      },
    }),
  );
  await createTable(
    clients,
    producerTable(operations.database, operations.facilities),
    facilitiesTable,
  );
  await createTable(
    clients,
    producerTable(operations.database, operations.staffAssignments),
    staffAssignmentsTable,
  );
}

/** The table is public; two of its columns say otherwise, which overrides it. */
async function tagFacilities({ lakeFormation }: AccountClients): Promise<void> {
  await lakeFormation.send(
    new CreateLFTagCommand({
      TagKey: operations.tagKey,
      TagValues: operations.tagValues,
    }),
  );
  const table = {
    CatalogId: PRODUCER,
    DatabaseName: operations.database,
    Name: operations.facilities,
  };
  const tag = (resource: Resource, value: string) =>
    lakeFormation.send(
      new AddLFTagsToResourceCommand({
        Resource: resource,
        LFTags: [{ TagKey: operations.tagKey, TagValues: [value] }],
      }),
    );
  await tag({ Table: table }, 'public');
  await tag(
    {
      TableWithColumns: {
        ...table,
        ColumnNames: ['monthly_running_cost', 'lease_holder'],
      },
    },
    'restricted',
  );
}

async function shareWithConsumer(clients: AccountClients): Promise<void> {
  await grant(
    clients,
    CONSUMER,
    { Database: { CatalogId: PRODUCER, Name: operations.database } },
    ['DESCRIBE'],
    { grantable: true },
  );
  // To pass on access by a tag, the consumer must know the tag.
  await grant(
    clients,
    CONSUMER,
    {
      LFTag: {
        CatalogId: PRODUCER,
        TagKey: operations.tagKey,
        TagValues: ['public'],
      },
    },
    ['DESCRIBE'],
    { grantable: true },
  );
  await grant(clients, CONSUMER, PUBLIC_TABLES, ['SELECT', 'DESCRIBE'], {
    grantable: true,
  });
  await grant(clients, CONSUMER, ROSTER, ['SELECT'], { grantable: true });
}

async function grantToTeams(clients: AccountClients): Promise<void> {
  const { database, linkDatabase, facilitiesLink, staffAssignmentsLink } =
    operations;
  await clients.glue.send(
    new CreateDatabaseCommand({
      DatabaseInput: {
        Name: linkDatabase,
        Description: 'Links to the operations tables of the producer',
        CreateTableDefaultPermissions: [],
      },
    }),
  );
  const team1 = consumerRoleArn(consumer.team1Role);
  const team2 = consumerRoleArn(consumer.team2Role);
  for (const { name, target, role } of [
    { name: facilitiesLink, target: operations.facilities, role: team2 },
    {
      name: staffAssignmentsLink,
      target: operations.staffAssignments,
      role: team1,
    },
  ]) {
    await createResourceLink(
      clients,
      { database: linkDatabase, name },
      { database, name: target },
    );
    await grant(
      clients,
      role,
      { Database: { CatalogId: CONSUMER, Name: linkDatabase } },
      ['DESCRIBE'],
    );
    await grant(
      clients,
      role,
      {
        Table: { CatalogId: CONSUMER, DatabaseName: linkDatabase, Name: name },
      },
      ['DESCRIBE'],
    );
  }
  await grant(clients, team2, PUBLIC_TABLES, ['SELECT', 'DESCRIBE']);
  await grant(clients, team1, ROSTER, ['SELECT']);
}
