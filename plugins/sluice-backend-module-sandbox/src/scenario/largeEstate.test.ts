import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { paginateGetTables, paginateGetDatabases } from '@aws-sdk/client-glue';
import { paginateListPermissions } from '@aws-sdk/client-lakeformation';
import { createSandbox } from '../createSandbox';
import { createClients } from './clients';
import { generateLargeEstate } from './largeEstate';

// As long as a busy machine takes.
it('makes as many tables and permissions as asked for', async () => {
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'sluice-estate-'));
  const sandbox = createSandbox({ dataDirectory });
  const { account, roleArns } = await generateLargeEstate(sandbox, {
    tables: 60,
    permissions: 900,
  });

  const { glue, lakeFormation } = createClients(sandbox, account.accountId);
  const tables: string[] = [];
  for await (const { DatabaseList = [] } of paginateGetDatabases(
    { client: glue },
    {},
  )) {
    for (const { Name } of DatabaseList) {
      for await (const { TableList = [] } of paginateGetTables(
        { client: glue },
        { DatabaseName: Name },
      )) {
        tables.push(...TableList.map(table => `${Name}.${table.Name}`));
      }
    }
  }
  expect(new Set(tables).size).toBe(60);

  const held = new Set<string>();
  for await (const page of paginateListPermissions(
    { client: lakeFormation },
    {},
  )) {
    for (const {
      Principal,
      Permissions,
      Resource,
    } of page.PrincipalResourcePermissions ?? []) {
      const principal = Principal?.DataLakePrincipalIdentifier ?? '';
      if (!roleArns.includes(principal) || !Permissions?.includes('SELECT')) {
        continue;
      }
      const { TableWithColumns: table, DataCellsFilter: filter } = Resource!;
      held.add(`${principal} ${table?.Name ?? filter?.TableName}`);
    }
  }
  expect(held.size).toBe(900);

  await rm(dataDirectory, { recursive: true });
}, 30_000);
