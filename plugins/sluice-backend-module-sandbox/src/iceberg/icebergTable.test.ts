import { parquetReadObjects } from 'hyparquet';
import {
  appendRows,
  createIcebergTable,
  readIcebergTable,
  TableFiles,
} from './index';
import { readManifestList } from './manifests';

function memoryFiles(): TableFiles & { written: Map<string, Uint8Array> } {
  const written = new Map<string, Uint8Array>();
  return {
    written,
    read: uri => written.get(uri)!,
    write: (uri, bytes) => written.set(uri, bytes),
  };
}

const NOW = new Date('2026-01-02T03:04:05Z');

// PyIceberg reads the same files in tests/conformance; here: what an append writes.
describe('appendRows', () => {
  it('writes one data file per partition value, readable as Parquet', async () => {
    const files = memoryFiles();
    const empty = createIcebergTable(files, {
      location: 's3://bucket/warehouse/db/t/',
      columns: [
        { name: 'id', type: 'bigint' },
        { name: 'city', type: 'string' },
        { name: 'amount', type: 'decimal(10,2)' },
        { name: 'born', type: 'date' },
        { name: 'at', type: 'timestamp' },
      ],
      partitionedBy: ['city'],
      now: NOW,
    });
    const { metadataLocation } = await appendRows(
      files,
      empty,
      [
        [1n, 'Austin', 15000n, 3787, 1_743_156_000_000_000n],
        [2n, 'Dallas', 20000n, null, null],
        [3n, 'Austin', 17500n, 0, 0n],
      ],
      NOW,
    );

    const { metadata } = readIcebergTable(files, metadataLocation);
    expect(metadata.snapshots).toMatchObject([
      { summary: { 'total-records': '3', 'added-data-files': '2' } },
    ]);
    const data = [...files.written].filter(([path]) =>
      path.endsWith('.parquet'),
    );
    expect(data.map(([path]) => /city=[^/]+/.exec(path)?.[0])).toEqual([
      'city=Austin',
      'city=Dallas',
    ]);
    const { buffer, byteOffset, byteLength } = data[0][1];
    await expect(
      parquetReadObjects({
        file: buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer,
      }),
    ).resolves.toEqual([
      {
        id: 1n,
        city: 'Austin',
        amount: 150,
        born: new Date('1980-05-15'),
        at: new Date('2025-03-28T10:00:00Z'),
      },
      {
        id: 3n,
        city: 'Austin',
        amount: 175,
        born: new Date('1970-01-01'),
        at: new Date(0),
      },
    ]);
  });

  it('keeps earlier snapshots and counts on', async () => {
    const files = memoryFiles();
    let table = createIcebergTable(files, {
      location: 's3://bucket/t',
      columns: [{ name: 'id', type: 'int' }],
      partitionedBy: [],
      now: NOW,
    });
    table = await appendRows(files, table, [[1], [2]], NOW);
    table = await appendRows(files, table, [[3]], NOW);

    const [first, second] = table.metadata.snapshots;
    expect(second['parent-snapshot-id']).toBe(first['snapshot-id']);
    expect(second.summary['total-records']).toBe('3');
    const bytes = [...files.written]
      .filter(([path]) => path.endsWith('.parquet'))
      .reduce((sum, [, { byteLength }]) => sum + byteLength, 0);
    expect(second.summary['total-files-size']).toBe(String(bytes));
    const manifests = await readManifestList(
      files.read(second['manifest-list']),
    );
    expect(manifests.map(({ added_rows_count: rows }) => Number(rows))).toEqual(
      [1, 2],
    );
    expect(table.metadata['metadata-log']).toHaveLength(2);
  });
});
