import {
  ObservationDelta,
  ObservedDatabase,
  ObservedTable,
  tableKey,
} from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import {
  databaseKey,
  groupByType,
  joinDocuments,
  registrationOf,
} from './assembleObservation';
import { ChangedDocuments } from './changedDocuments';
import { DocumentType, ObservedDocument } from './documents';
import { RunSummary } from './ObservationStore';
import { documentsOf, heldAt, toDocument } from './rows';

/** SQLite takes at most 32 766 values in one statement. */
const CHUNK_SIZE = 400;

/**
 * The databases and tables that differ between two runs: by themselves, or by
 * the tags they carry, the tags they inherit, or the location they lie in.
 */
export async function changedTables(
  knex: Knex,
  between: { from: RunSummary; to: RunSummary; changed: ChangedDocuments },
): Promise<Pick<ObservationDelta, 'put' | 'drop'>> {
  const touched = touchedBy(between);
  const { to, changed } = between;
  const gone = groupByType(changed.drop);
  const [droppedDatabases, droppedTables] = [gone('database'), gone('table')];
  const { databases, tables } = joinDocuments(
    to,
    await loadTouched(knex, to, touched),
  );
  return {
    put: present({
      databases: databases.filter(touched.hasDatabase),
      tables: tables.filter(touched.hasTable),
    }),
    drop: present({ databases: droppedDatabases, tables: droppedTables }),
  };
}

/** What has to be joined anew. */
interface Touched {
  databases: boolean;
  /** Tables of which no document differs, too. */
  otherTables: boolean;
  /** Keys of the documents of tables and their tags that differ. */
  documentKeys: string[];
  hasDatabase(database: ObservedDatabase): boolean;
  hasTable(table: ObservedTable): boolean;
}

function touchedBy({
  from,
  to,
  changed,
}: {
  from: RunSummary;
  to: RunSummary;
  changed: ChangedDocuments;
}): Touched {
  const documents = [...changed.put, ...changed.drop];
  const byType = groupByType(documents);
  const tagged = new Set(byType('databaseTags').map(databaseKey));
  const databases = new Set([
    ...byType('database').map(databaseKey),
    ...tagged,
  ]);
  const tables = new Set([
    ...byType('table').map(({ ref }) => tableKey(ref)),
    ...byType('tableTags').map(({ table }) => tableKey(table)),
  ]);
  const locations = byType('location');
  const isKnown = ({ failures }: RunSummary) =>
    !failures.some(({ part }) => part === 'locations');
  const allLocations = isKnown(from) !== isKnown(to);
  return {
    databases: databases.size > 0,
    otherTables: tagged.size > 0 || locations.length > 0 || allLocations,
    documentKeys: documents
      .filter(({ type }) => type === 'table' || type === 'tableTags')
      .map(({ key }) => key),
    hasDatabase: database => databases.has(databaseKey(database)),
    hasTable: ({ ref, location }) =>
      allLocations ||
      tables.has(tableKey(ref)) ||
      tagged.has(databaseKey(ref)) ||
      registrationOf(location, locations) !== 'none',
  };
}

async function loadTouched(
  knex: Knex,
  to: RunSummary,
  { databases, otherTables, documentKeys }: Touched,
): Promise<ObservedDocument[]> {
  const someTables = otherTables || documentKeys.length > 0;
  const types: DocumentType[] = [
    ...(databases ? (['database'] as const) : []),
    ...(otherTables ? (['table', 'tableTags'] as const) : []),
    ...(databases || someTables ? (['databaseTags'] as const) : []),
    ...(someTables ? (['location'] as const) : []),
  ];
  if (types.length === 0) return [];
  const held = (ofTypes: readonly DocumentType[]) =>
    heldAt(documentsOf(knex, to).whereIn('type', ofTypes), to);
  const rows = await held(types).select('type', 'document_key', 'document');
  if (!otherTables) {
    for (let i = 0; i < documentKeys.length; i += CHUNK_SIZE) {
      const keys = documentKeys.slice(i, i + CHUNK_SIZE);
      rows.push(
        ...(await held(['table', 'tableTags'])
          .whereIn('document_key', keys)
          .select('type', 'document_key', 'document')),
      );
    }
  }
  return rows.map(toDocument);
}

/** Without lists in which nothing differs. */
function present(lists: {
  databases: ObservedDatabase[];
  tables: ObservedTable[];
}) {
  return Object.fromEntries(
    Object.entries(lists).filter(([, items]) => items.length > 0),
  );
}
