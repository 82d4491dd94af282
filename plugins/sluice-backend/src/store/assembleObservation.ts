import {
  AccountObservation,
  LfTagAssignment,
  ObservedDatabase,
  ObservedLocation,
  ObservedTable,
  RegistrationMode,
  TableColumn,
  createPermissionPool,
  tableKey,
} from '@sluice/plugin-sluice-common';
import {
  DatabaseTags,
  DocumentType,
  DocumentTypes,
  ObservedDocument,
  TableTags,
} from './documents';
import { RunSummary } from './ObservationStore';

/** LF-Tags go from database to table to column; the nearest value of a key wins (LF reference A6). */
class TagIndex {
  private readonly databases: Map<string, DatabaseTags>;
  private readonly tables: Map<string, TableTags>;

  constructor(databases: DatabaseTags[], tables: TableTags[]) {
    this.databases = new Map(databases.map(tags => [databaseKey(tags), tags]));
    this.tables = new Map(tables.map(tags => [tableKey(tags.table), tags]));
  }

  onDatabase(database: ObservedDatabase): ObservedDatabase {
    const lfTags = this.databases.get(databaseKey(database))?.lfTags;
    return lfTags ? { ...database, lfTags } : database;
  }

  onTable(table: ObservedTable): ObservedTable {
    const inherited = this.databases.get(databaseKey(table.ref))?.lfTags ?? [];
    const own = this.tables.get(tableKey(table.ref));
    if (!own && inherited.length === 0) return table;
    const lfTags = override(inherited, own?.lfTags ?? []);
    const columnTags = new Map(
      own?.columns.map(({ name, lfTags: tags }) => [name.toLowerCase(), tags]),
    );
    return {
      ...table,
      lfTags,
      columns: table.columns.map(
        (column): TableColumn => ({
          ...column,
          lfTags: override(
            lfTags,
            columnTags.get(column.name.toLowerCase()) ?? [],
          ),
        }),
      ),
    };
  }
}

function override(
  inherited: LfTagAssignment[],
  own: LfTagAssignment[],
): LfTagAssignment[] {
  const keys = new Set(own.map(({ key }) => key));
  return [...inherited.filter(({ key }) => !keys.has(key)), ...own].sort(
    (a, b) => (a.key < b.key ? -1 : 1),
  );
}

/**
 * The databases and tables among some documents. Tables get the tags they carry
 * and inherit, and the registration of the location they lie in, as far as
 * these are among the documents, too.
 */
export function joinDocuments(
  { failures }: Pick<RunSummary, 'failures'>,
  documents: ObservedDocument[],
): Pick<AccountObservation, 'databases' | 'tables'> {
  const byType = groupByType(documents);
  const tags = new TagIndex(byType('databaseTags'), byType('tableTags'));
  const locationsKnown = !failures.some(({ part }) => part === 'locations');
  const locations = byType('location');
  return {
    databases: byType('database').map(database => tags.onDatabase(database)),
    tables: byType('table').map(table => ({
      ...tags.onTable(table),
      registration: locationsKnown
        ? registrationOf(table.location, locations)
        : 'unknown',
    })),
  };
}

/** Everything that was observed of an account, from its documents. */
export function assembleObservation(
  run: RunSummary,
  documents: ObservedDocument[],
): AccountObservation {
  const byType = groupByType(documents);
  const [settings] = byType('settings');
  return {
    accountName: run.accountName,
    accountId: run.accountId,
    region: run.region,
    observedAt: run.observedAt,
    ...joinDocuments(run, documents),
    links: byType('link'),
    filters: byType('filter'),
    // A large estate has a million, which say the same over and over.
    permissions: byType('permission').map(createPermissionPool()),
    ...(settings && { settings }),
    locations: byType('location'),
    shares: byType('share'),
    invitations: byType('invitation'),
    roles: byType('role'),
    virtualClusters: byType('virtualCluster'),
    namespaces: byType('namespace'),
    optIns: byType('optIn'),
    principalPolicies: byType('principalPolicies'),
    bucketPolicies: byType('bucketPolicy'),
    failures: run.failures,
  };
}

/** The longest registered prefix of a table's location decides (LF reference A9). */
export function registrationOf(
  location: string | undefined,
  locations: ObservedLocation[],
): RegistrationMode {
  if (!location) return 'unknown';
  const path = withSlash(location.replace(/^s3[an]?:\/\//, ''));
  let longest: { length: number; mode: RegistrationMode } = {
    length: 0,
    mode: 'none',
  };
  for (const { resourceArn, mode } of locations) {
    const prefix = withSlash(resourceArn.replace(/^arn:[^:]+:s3:::/, ''));
    if (path.startsWith(prefix) && prefix.length > longest.length) {
      longest = { length: prefix.length, mode };
    }
  }
  return longest.mode;
}

function withSlash(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}

/** Documents by their type. */
export function groupByType(documents: ObservedDocument[]) {
  const groups = new Map<DocumentType, unknown[]>();
  for (const { type, document } of documents) {
    const group = groups.get(type);
    if (group) group.push(document);
    else groups.set(type, [document]);
  }
  return <Type extends DocumentType>(type: Type) =>
    (groups.get(type) ?? []) as DocumentTypes[Type][];
}

/** Tells a database from others of its account. */
export function databaseKey(database: {
  catalogId: string;
  databaseName: string;
}): string {
  return `${database.catalogId}/${database.databaseName}`;
}
