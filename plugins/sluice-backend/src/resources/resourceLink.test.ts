import {
  CreateTableCommand,
  DeleteTableCommand,
  GetTableCommand,
} from '@aws-sdk/client-glue';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { startEmptyAws } from '../__testUtils__/resourceContext';
import { takeThroughLife } from './__testUtils__/takeThroughLife';
import { glueDatabase } from './glueDatabase';
import { resourceLink } from './resourceLink';
import { ResourceContext } from './ResourceContext';

const wanted = {
  database: 'consumer_db',
  name: 'rl_patients',
  target: {
    catalogId: '444455556666',
    database: 'healthcare_db',
    table: 'patients',
  },
};
const place = { DatabaseName: wanted.database, Name: wanted.name };

const createDatabase = (context: ResourceContext) =>
  glueDatabase.create({ name: wanted.database }, context);

describe('resourceLink', () => {
  const directory = createMockDirectory();
  const start = async () => {
    const context = await startEmptyAws(directory).contextOf();
    await createDatabase(context);
    return context;
  };

  it('goes from nothing to nothing', async () => {
    const { called, declared } = await takeThroughLife(directory, {
      type: resourceLink,
      wanted,
      before: createDatabase,
    });
    expect(called).toEqual(declared);
  });

  it('is absent where its database is', async () => {
    const context = await startEmptyAws(directory).contextOf();
    expect(await resourceLink.read(wanted, context)).toBeUndefined();
    await resourceLink.delete!(wanted, context);
  });

  it('is told from its target, whose properties Glue shows', async () => {
    const context = await start();
    await glueDatabase.create({ name: 'own_db' }, context);
    await context.clients.glue.send(
      new CreateTableCommand({
        DatabaseName: 'own_db',
        TableInput: { Name: 'patients', Description: 'The real one' },
      }),
    );
    const own = {
      ...wanted,
      target: {
        catalogId: '111122223333',
        database: 'own_db',
        table: 'patients',
      },
    };
    await resourceLink.create(own, context);
    const { Table } = await context.clients.glue.send(
      new GetTableCommand(place),
    );
    expect(Table?.Description).toBe('The real one');
    expect(await resourceLink.read(own, context)).toEqual(own);
  });

  it('is made anew, not changed, for another target', async () => {
    const context = await start();
    await resourceLink.create(wanted, context);
    const claims = {
      ...wanted,
      target: { ...wanted.target, table: 'claims' },
    };
    const found = await resourceLink.read(claims, context);
    expect(resourceLink.diff(claims, found!)).toEqual([
      { path: 'target.table', before: 'patients', after: 'claims' },
    ]);
    expect(resourceLink.update).toBeUndefined();
    await expect(resourceLink.create(claims, context)).rejects.toMatchObject({
      name: 'AlreadyExistsException',
    });
    await resourceLink.delete!(found!, context);
    await resourceLink.create(claims, context);
    expect(await resourceLink.read(claims, context)).toEqual(claims);
  });

  it('neither replaces nor deletes a table of its name', async () => {
    const context = await start();
    const { glue } = context.clients;
    await glue.send(
      new CreateTableCommand({
        DatabaseName: wanted.database,
        TableInput: { Name: wanted.name },
      }),
    );
    const refusal = 'consumer_db.rl_patients is a table';
    await expect(resourceLink.read(wanted, context)).rejects.toThrow(refusal);
    await expect(resourceLink.create(wanted, context)).rejects.toThrow(refusal);
    await expect(resourceLink.delete!(wanted, context)).rejects.toThrow(
      refusal,
    );
    await glue.send(new DeleteTableCommand(place));
  });
});
