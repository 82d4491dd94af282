import {
  CreateTableCommand,
  GetTableCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import { DeleteObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { IcebergTableProperties } from '@sluice/plugin-sluice-common';
import { startEmptyAws } from '../__testUtils__/resourceContext';
import { claimRows, claims, LAKE, makeLake } from './__testUtils__/claimsTable';
import { takeThroughLife } from './__testUtils__/takeThroughLife';
import { ATHENA_ACTIONS } from './athena';
import { toTableInput } from './icebergGlueTable';
import { icebergRows } from './icebergRows';
import { icebergTable } from './icebergTable';
import { ResourceContext } from './ResourceContext';

const place = { DatabaseName: claims.database, Name: claims.name };

const tableOf = async ({ clients }: ResourceContext) =>
  (await clients.glue.send(new GetTableCommand(place))).Table!;

async function metadataOf(context: ResourceContext) {
  const { Parameters } = await tableOf(context);
  const Key = Parameters!.metadata_location.replace(`s3://${LAKE}/`, '');
  return { Bucket: LAKE, Key };
}

describe('icebergTable', () => {
  const directory = createMockDirectory();
  const start = async () => {
    const context = await startEmptyAws(directory).contextOf();
    await makeLake(context);
    return context;
  };
  const refuses = (change: Partial<IcebergTableProperties>, path: string) =>
    [change, path] as const;

  it('goes from nothing to nothing', async () => {
    const { called, declared } = await takeThroughLife(directory, {
      type: icebergTable,
      wanted: claims,
      before: makeLake,
      somebodyElse: {
        async meddles(context) {
          const table = await tableOf(context);
          await context.clients.glue.send(
            new UpdateTableCommand({
              DatabaseName: claims.database,
              TableInput: {
                ...toTableInput(table),
                Description: 'changed',
                Owner: 'them',
                Parameters: { ...table.Parameters, classification: 'phi' },
                StorageDescriptor: {
                  ...table.StorageDescriptor,
                  Columns: table.StorageDescriptor?.Columns?.map(column => ({
                    ...column,
                    Comment: 'their words',
                    Parameters: { ...column.Parameters, classification: 'phi' },
                  })),
                },
              },
            }),
          );
        },
        async addition(context) {
          const { Owner, Parameters, StorageDescriptor } = await tableOf(
            context,
          );
          const columns = StorageDescriptor!.Columns!;
          return {
            Owner,
            Parameters,
            columns: columns.map(column => column.Parameters),
            // Nothing was declared of it.
            comment: columns[2].Comment,
          };
        },
      },
      impliedActions: ATHENA_ACTIONS,
    });
    expect(called).toEqual(declared);
  });

  it.each([
    refuses({ location: `s3://${LAKE}/elsewhere` }, 'location'),
    refuses({ partitionedBy: [] }, 'partitionedBy'),
    refuses(
      { columns: [{ name: 'amount', type: 'double' }] },
      'columns.amount.type',
    ),
    refuses(
      { columns: [{ name: 'paid_at', type: 'date' }] },
      'columns.paid_at.type',
    ),
  ])('shows and refuses %j', async (change, path) => {
    const context = await start();
    await icebergTable.create(claims, context);
    const other = { ...claims, ...change, description: 'New words' };
    const found = await icebergTable.read(other, context);
    expect(icebergTable.diff(other, found!).map(each => each.path)).toContain(
      path,
    );
    const refusal = `healthcare_db.claims is there, and differs in ${path}.`;
    await expect(icebergTable.update!(other, found!, context)).rejects.toThrow(
      refusal,
    );
    await expect(icebergTable.create(other, context)).rejects.toThrow(refusal);
    expect((await tableOf(context)).Description).toBe(claims.description);
  });

  it('takes no notice of columns that the owner added, of spelling and of slashes', async () => {
    const context = await start();
    await icebergTable.create(claims, context);
    const part = {
      ...claims,
      location: `${claims.location}/`,
      columns: [{ name: 'amount', type: 'DECIMAL(10, 2)' }],
    };
    const found = await icebergTable.read(part, context);
    expect(icebergTable.diff(part, found!)).toEqual([]);
  });

  it('does not undo the commit of another writer', async () => {
    const context = await start();
    await icebergTable.create(claims, context);
    const { glue } = context.clients;
    glue.middlewareStack.add(
      (next, { commandName }) =>
        async args => {
          if (commandName === 'UpdateTableCommand') {
            glue.middlewareStack.remove('race');
            await icebergRows.create(claimRows, context);
          }
          return next(args);
        },
      { step: 'initialize', name: 'race' },
    );
    const other = { ...claims, description: 'New words' };
    await expect(
      icebergTable.update!(other, claims, context),
    ).rejects.toMatchObject({ name: 'ConcurrentModificationException' });
    expect(await icebergRows.read(claimRows, context)).toEqual(claimRows);
    await icebergTable.update!(other, claims, context);
    expect(await icebergRows.read(claimRows, context)).toEqual(claimRows);
    expect(await icebergTable.read(other, context)).toEqual(other);
  });

  it('leaves the files where they are when the table is deleted', async () => {
    const context = await start();
    await icebergTable.create(claims, context);
    await icebergTable.delete!(claims, context);
    const { KeyCount } = await context.clients.s3.send(
      new ListObjectsV2Command({
        Bucket: LAKE,
        Prefix: 'warehouse/',
      }),
    );
    expect(KeyCount).toBeGreaterThan(0);
  });

  it('says why Athena could not make it', async () => {
    const context = await start();
    await expect(
      icebergTable.create(
        { ...claims, columns: [{ name: 'status', type: 'geometry' }] },
        context,
      ),
    ).rejects.toMatchObject({
      name: 'AthenaStatementError',
      message: expect.stringMatching(/^Athena ended .* FAILED: .*geometry/),
    });
  });

  it.each([
    ['a table of another format', { Name: claims.name }, 'no Iceberg table'],
    [
      'a resource link',
      {
        Name: claims.name,
        TargetTable: {
          CatalogId: '444455556666',
          DatabaseName: 'db',
          Name: 't',
        },
      },
      'resource link to db.t of account 444455556666',
    ],
  ])('is not %s', async (_, TableInput, message) => {
    const context = await start();
    await context.clients.glue.send(
      new CreateTableCommand({ DatabaseName: claims.database, TableInput }),
    );
    await expect(icebergTable.read(claims, context)).rejects.toThrow(message);
    await expect(icebergRows.read(claimRows, context)).rejects.toThrow(message);
  });

  it('is unknown, not absent, when its metadata cannot be read', async () => {
    const context = await start();
    await icebergTable.create(claims, context);
    await context.clients.s3.send(
      new DeleteObjectCommand(await metadataOf(context)),
    );
    await expect(icebergTable.read(claims, context)).rejects.toThrow(
      'metadata.json could not be read',
    );
    await expect(icebergRows.read(claimRows, context)).rejects.toThrow(
      'metadata.json could not be read',
    );
  });
});
