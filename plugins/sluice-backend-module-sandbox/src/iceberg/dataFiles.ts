import * as avro from 'avsc';
import type { CommittedTable, TableFiles } from './icebergTable';
import { readManifestList } from './manifests';

/** A data file of a table's current snapshot. */
export interface ListedFile {
  path: string;
  sizeInBytes: number;
}

/** A table that cannot be read rightly, so it is not read at all. */
export class UnreadableTableError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnreadableTableError';
  }
}

/** What a reader needs of an entry of a manifest. */
interface FileEntry {
  status: number;
  data_file: {
    content?: number;
    file_path: string;
    file_format: string;
    file_size_in_bytes: number;
  };
}

/** Status of an entry whose file is no longer part of the table. */
const DELETED = 2;

function readManifest(bytes: Uint8Array): Promise<FileEntry[]> {
  return new Promise((resolve, reject) => {
    const decoder = new avro.streams.BlockDecoder();
    const entries: FileEntry[] = [];
    decoder.on('data', (entry: FileEntry) => entries.push(entry));
    decoder.on('end', () => resolve(entries));
    decoder.on('error', reject);
    decoder.end(Buffer.from(bytes));
  });
}

/**
 * The data files of a table's current snapshot.
 *
 * @throws UnreadableTableError for a table with delete files: without applying
 * them, deleted rows would be shown
 */
export async function listDataFiles(
  files: TableFiles,
  { metadata }: CommittedTable,
): Promise<ListedFile[]> {
  const snapshot = metadata.snapshots.find(
    each => each['snapshot-id'] === metadata['current-snapshot-id'],
  );
  if (!snapshot) return [];
  const listed: ListedFile[] = [];
  const manifests = await readManifestList(
    files.read(snapshot['manifest-list']),
  );
  for (const manifest of manifests) {
    if (manifest.content !== 0) throw hasDeletes();
    for (const entry of await readManifest(
      files.read(manifest.manifest_path),
    )) {
      const { content = 0, ...file } = entry.data_file;
      if (entry.status === DELETED) continue;
      if (content !== 0) throw hasDeletes();
      if (file.file_format.toUpperCase() !== 'PARQUET') {
        throw new UnreadableTableError(
          `the table has data files in ${file.file_format}, and only PARQUET can be read`,
        );
      }
      listed.push({
        path: file.file_path,
        sizeInBytes: Number(file.file_size_in_bytes),
      });
    }
  }
  return listed;
}

function hasDeletes() {
  return new UnreadableTableError(
    'the table has delete files, which the sandbox does not apply; rewrite its data files first',
  );
}
