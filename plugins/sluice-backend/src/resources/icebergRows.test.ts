import { GetTableCommand, UpdateTableCommand } from '@aws-sdk/client-glue';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { startEmptyAws } from '../__testUtils__/resourceContext';
import { claimRows, claims, LAKE, makeLake } from './__testUtils__/claimsTable';
import { takeThroughLife } from './__testUtils__/takeThroughLife';
import { ATHENA_ACTIONS } from './athena';
import { toTableInput } from './icebergGlueTable';
import { icebergRows } from './icebergRows';
import { icebergTable } from './icebergTable';
import { ResourceContext } from './ResourceContext';

/** How often rows were put into the table. */
async function countSnapshots({ clients }: ResourceContext): Promise<number> {
  const { KeyCount } = await clients.s3.send(
    new ListObjectsV2Command({
      Bucket: LAKE,
      Prefix: 'warehouse/healthcare_db/claims/metadata/snap-',
    }),
  );
  return KeyCount!;
}

/** Changes what Glue says of the second column, by which Athena takes values or not. */
async function putAmountType({ clients }: ResourceContext, Type: string) {
  const { Table } = await clients.glue.send(
    new GetTableCommand({ DatabaseName: claims.database, Name: claims.name }),
  );
  await clients.glue.send(
    new UpdateTableCommand({
      DatabaseName: claims.database,
      TableInput: {
        ...toTableInput(Table!),
        StorageDescriptor: {
          ...Table!.StorageDescriptor,
          Columns: Table!.StorageDescriptor!.Columns!.map(column =>
            column.Name === 'amount' ? { ...column, Type } : column,
          ),
        },
      },
    }),
  );
}

describe('icebergRows', () => {
  const directory = createMockDirectory();
  const start = async () => {
    const context = await startEmptyAws(directory).contextOf();
    await makeLake(context);
    return context;
  };

  it('goes from nothing to nothing', async () => {
    const { called, declared } = await takeThroughLife(directory, {
      type: icebergRows,
      wanted: claimRows,
      async before(context) {
        await makeLake(context);
        await icebergTable.create(claims, context);
      },
      impliedActions: ATHENA_ACTIONS,
    });
    expect(called).toEqual(declared);
  });

  it('puts rows into an empty table once, however many ask at once', async () => {
    const context = await start();
    await icebergTable.create(claims, context);
    await Promise.all([
      icebergRows.create(claimRows, context),
      icebergRows.create(claimRows, context),
    ]);
    expect(await countSnapshots(context)).toBe(1);
  });

  it('leaves a table that has rows alone, whichever they are', async () => {
    const context = await start();
    await icebergTable.create(claims, context);
    await icebergRows.create(claimRows, context);
    const others = { ...claimRows, rows: [['C9', 1, 'Open']] };
    expect(icebergRows.diff(others, claimRows)).toEqual([]);
    await icebergRows.create(others, context);
    expect(await countSnapshots(context)).toBe(1);
    expect(icebergRows.delete).toBeUndefined();
  });

  it('tries again what failed, once the reason is gone', async () => {
    const context = await start();
    await icebergTable.create(claims, context);
    await putAmountType(context, 'bigint');
    await expect(icebergRows.create(claimRows, context)).rejects.toMatchObject({
      name: 'AthenaStatementError',
    });
    expect(await icebergRows.read(claimRows, context)).toBeUndefined();
    await putAmountType(context, 'decimal(10,2)');
    await icebergRows.create(claimRows, context);
    expect(await countSnapshots(context)).toBe(1);
  });

  it('wants a table', async () => {
    const context = await start();
    expect(await icebergRows.read(claimRows, context)).toBeUndefined();
    await expect(icebergRows.create(claimRows, context)).rejects.toThrow(
      'There is no table healthcare_db.claims',
    );
  });
});
