import { CreateDatabaseCommand } from '@aws-sdk/client-glue';
import {
  CreateDataCellsFilterCommand,
  RegisterResourceCommand,
} from '@aws-sdk/client-lakeformation';
import { createBucket, createRole } from './bucketsAndRoles';
import type { AccountClients } from './clients';
import { claimsTable, patientsTable } from './data';
import { allowExternalFiltering, grant } from './lakeFormation';
import {
  CONSUMER,
  PRODUCER,
  producer,
  producerTable,
  warehouseUri,
} from './names';
import { dataAccessPolicy, dataAccessTrust } from './policies';
import { createTable } from './tables';

/**
 * Sets the producer account up and shares its tables: steps P1 to P15 of the
 * seed, then its manual steps (seed reference 1.2 to 1.4). The seed makes the
 * filter before its table is certain to exist, and leaves IAM_ALLOWED_PRINCIPALS
 * to be revoked by hand; here neither can happen.
 */
export async function setUpProducer(clients: AccountClients): Promise<void> {
  await createBucket(clients, producer.dataBucket);
  await createBucket(clients, producer.athenaBucket);

  const dataAccessRoleArn = await createRole(
    clients,
    producer.dataAccessRole,
    dataAccessTrust,
    dataAccessPolicy(producer.dataBucket),
  );
  await clients.lakeFormation.send(
    new RegisterResourceCommand({
      ResourceArn: `arn:aws:s3:::${producer.dataBucket}/warehouse`,
      RoleArn: dataAccessRoleArn,
    }),
  );

  await clients.glue.send(
    new CreateDatabaseCommand({
      DatabaseInput: {
        Name: producer.database,
        Description: 'Patients and their claims',
        LocationUri: warehouseUri(),
        CreateTableDefaultPermissions: [],
      },
    }),
  );
  await createTable(
    clients,
    producerTable(producer.database, producer.patients),
    patientsTable,
  );
  await createTable(
    clients,
    producerTable(producer.database, producer.claims),
    claimsTable,
  );

  await createPatientsFilter(clients);
  await shareWithConsumer(clients);
  await allowExternalFiltering(clients);
}

/** Seed reference 1.2c: an include list is how `ssn` is left out. */
async function createPatientsFilter({
  lakeFormation,
}: AccountClients): Promise<void> {
  await lakeFormation.send(
    new CreateDataCellsFilterCommand({
      TableData: {
        TableCatalogId: PRODUCER,
        DatabaseName: producer.database,
        TableName: producer.patients,
        Name: producer.patientsFilter,
        ColumnNames: [
          'patient_id',
          'patient_name',
          'date_of_birth',
          'gender',
          'city',
          'state',
          'created_at',
          'updated_at',
        ],
        RowFilter: { FilterExpression: "state in ('Texas', 'New York')" },
      },
    }),
  );
}

/** P11, P13 to P15. */
async function shareWithConsumer(clients: AccountClients): Promise<void> {
  const database = { Name: producer.database, CatalogId: PRODUCER };
  await grant(clients, CONSUMER, { Database: database }, ['DESCRIBE'], {
    grantable: true,
  });
  await grant(
    clients,
    CONSUMER,
    {
      DataCellsFilter: {
        TableCatalogId: PRODUCER,
        DatabaseName: producer.database,
        TableName: producer.patients,
        Name: producer.patientsFilter,
      },
    },
    ['SELECT'],
    { grantable: true },
  );
  await grant(
    clients,
    CONSUMER,
    {
      Table: {
        CatalogId: PRODUCER,
        DatabaseName: producer.database,
        Name: producer.claims,
      },
    },
    ['SELECT', 'DESCRIBE'],
    { grantable: true },
  );
}
