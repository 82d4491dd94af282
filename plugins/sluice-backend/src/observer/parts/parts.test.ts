import { KubeConfig } from '@kubernetes/client-node';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { readerOf } from '../../__testUtils__/fakeAws';
import { readFilters } from './filters';
import { readNamespaces } from './namespaces';
import { readPermissions } from './permissions';
import { readTables } from './tables';
import { readTags } from './tags';

describe('readTables', () => {
  it('leaves the tables of a linked database to the account that owns them', async () => {
    const asked: string[] = [];
    const documents = await readTables(
      readerOf({
        GetDatabases: {
          DatabaseList: [
            { Name: 'Own' },
            {
              Name: 'linked',
              TargetDatabase: {
                CatalogId: '999999999999',
                DatabaseName: 'theirs',
              },
            },
          ],
        },
        GetTables: ({ DatabaseName }: any) => {
          asked.push(DatabaseName);
          return { TableList: [{ Name: 'Events' }] };
        },
      }),
    );
    expect(asked).toEqual(['own']);
    expect(documents).toEqual([
      expect.objectContaining({
        type: 'table',
        key: 'us-west-2/111122223333/own/events',
      }),
    ]);
  });

  it('reads every page, also after an empty one', async () => {
    const pages: Record<string, object> = {
      first: { TableList: [{ Name: 'a' }], NextToken: 'empty' },
      empty: { TableList: [], NextToken: 'last' },
      last: { TableList: [{ Name: 'b' }] },
    };
    const documents = await readTables(
      readerOf({
        GetDatabases: { DatabaseList: [{ Name: 'own' }] },
        GetTables: ({ NextToken = 'first' }: any) => pages[NextToken],
      }),
    );
    expect(documents).toHaveLength(2);
  });

  it('takes a database that was dropped meanwhile for empty', async () => {
    const documents = await readTables(
      readerOf({
        GetDatabases: { DatabaseList: [{ Name: 'dropped' }] },
        GetTables: { __type: 'EntityNotFoundException', Message: 'gone' },
      }),
    );
    expect(documents).toEqual([]);
  });
});

describe('readTags', () => {
  const value = (tag: string) => ({ TagKey: 'sensitivity', TagValues: [tag] });
  const facilities = {
    CatalogId: '111122223333',
    DatabaseName: 'operations_db',
    Name: 'facilities',
  };

  it('costs one call where there are no tags', async () => {
    const reader = readerOf({ ListLFTags: { LFTags: [] } });
    await expect(readTags(reader)).resolves.toEqual([]);
    expect(reader.budget.calls).toBe(1);
  });

  it('keeps what is set on each level apart from what is inherited', async () => {
    const documents = await readTags(
      readerOf({
        ListLFTags: {
          LFTags: [
            { TagKey: 'sensitivity', TagValues: ['public', 'internal'] },
          ],
        },
        SearchDatabasesByLFTags: {
          DatabaseList: [
            {
              Database: { Name: 'operations_db' },
              LFTags: [value('internal')],
            },
          ],
        },
        SearchTablesByLFTags: {
          TableList: [
            {
              Table: facilities,
              LFTagOnDatabase: [value('internal')],
              LFTagsOnTable: [value('public')],
              LFTagsOnColumns: [
                { Name: 'name', LFTags: [value('public')] },
                { Name: 'cost', LFTags: [value('restricted')] },
              ],
            },
            {
              Table: { ...facilities, Name: 'plain' },
              LFTagOnDatabase: [value('internal')],
              LFTagsOnTable: [value('internal')],
            },
          ],
        },
      }),
    );
    const tag = (text: string, source: string) => ({
      key: 'sensitivity',
      values: [text],
      source,
    });
    expect(documents.map(({ document }) => document)).toEqual([
      {
        catalogId: '111122223333',
        databaseName: 'operations_db',
        lfTags: [tag('internal', 'database')],
      },
      expect.objectContaining({
        lfTags: [tag('public', 'table')],
        columns: [{ name: 'cost', lfTags: [tag('restricted', 'column')] }],
      }),
      expect.objectContaining({ lfTags: [], columns: [] }),
    ]);
  });

  it('asks for at most fifty values of a key at once', async () => {
    const TagValues = Array.from({ length: 120 }, (_, index) => `v${index}`);
    const asked: number[] = [];
    await readTags(
      readerOf({
        ListLFTags: { LFTags: [{ TagKey: 'team', TagValues }] },
        SearchDatabasesByLFTags: {},
        SearchTablesByLFTags: ({ Expression }: any) => {
          asked.push(Expression[0].TagValues.length);
          return {};
        },
      }),
    );
    expect(asked.sort()).toEqual([20, 50, 50]);
  });
});

describe('readPermissions', () => {
  it('does not depend on the order in which Lake Formation lists', async () => {
    const table = {
      CatalogId: '111122223333',
      DatabaseName: 'healthcare_db',
      Name: 'claims',
    };
    const row = (LastUpdated: number) => ({
      Principal: { DataLakePrincipalIdentifier: '444455556666' },
      Resource: { Table: table },
      Permissions: ['DESCRIBE'],
      PermissionsWithGrantOption: [],
      LastUpdated,
    });
    const read = (...rows: object[]) =>
      readPermissions(
        readerOf({ ListPermissions: { PrincipalResourcePermissions: rows } }),
      );
    const one = await read(row(1), row(2));
    expect(one).toHaveLength(1);
    expect(await read(row(2), row(1))).toEqual(one);
  });
});

describe('readFilters', () => {
  it('leaves out a filter that it cannot make sense of', async () => {
    const name = {
      TableCatalogId: '111122223333',
      DatabaseName: 'healthcare_db',
      TableName: 'claims',
    };
    const documents = await readFilters(
      readerOf({
        ListDataCellsFilter: {
          DataCellsFilters: [
            { ...name, Name: 'no_rows', ColumnWildcard: {} },
            {
              ...name,
              Name: 'good',
              ColumnWildcard: {},
              RowFilter: { AllRowsWildcard: {} },
            },
          ],
        },
      }),
    );
    expect(documents.map(({ key }) => key)).toEqual([
      'us-west-2/111122223333/healthcare_db/claims/good',
    ]);
  });
});

describe('readNamespaces', () => {
  async function against(status: number, body: object) {
    const server = createServer((_, response) => {
      response.writeHead(status, {
        'content-type': 'application/json',
        'audit-id': String(Math.random()),
      });
      response.end(JSON.stringify(body));
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const kubeConfig = new KubeConfig();
    const { port } = server.address() as AddressInfo;
    kubeConfig.loadFromClusterAndUser(
      { name: 'c', server: `http://127.0.0.1:${port}`, skipTLSVerify: true },
      { name: 'u' },
    );
    try {
      return await readNamespaces(
        readerOf({}, { kubeConfig, account: { eksClusters: ['fgac-blog'] } }),
      );
    } finally {
      server.close();
    }
  }

  it('reads name, phase and labels', async () => {
    await expect(
      against(200, {
        kind: 'NamespaceList',
        items: [
          {
            metadata: { name: 'lf-fgac-user', labels: { team: 'care' } },
            status: { phase: 'Active' },
          },
        ],
      }),
    ).resolves.toEqual([
      {
        type: 'namespace',
        key: 'fgac-blog/lf-fgac-user',
        document: {
          clusterName: 'fgac-blog',
          name: 'lf-fgac-user',
          phase: 'Active',
          labels: { team: 'care' },
        },
      },
    ]);
  });

  it('says what the cluster answered, in the same words each time', async () => {
    await expect(
      against(403, { kind: 'Status', message: 'namespaces is forbidden' }),
    ).rejects.toThrow(
      /^cluster fgac-blog answered 403: namespaces is forbidden$/,
    );
  });
});
