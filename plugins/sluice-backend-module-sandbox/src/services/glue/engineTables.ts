import type { Table } from '@aws-sdk/client-glue';
import {
  AwsError,
  CallContext,
  OperationHandler,
  SandboxWorld,
  SliceKey,
} from '../../core';
import type { CommittedTable } from '../../iceberg';
import { authorize } from '../iam/authorization';
import type { AuthorizedAccess } from '../lakeFormation/effective';
import { clearSystemSpace, systemSpaceUri } from '../s3/systemSpace';
import { catalogIdOf, databaseOf, fold, StoredTable, tableOf } from './catalog';
import {
  accessForEngine,
  insufficientPermissions,
  requireExternalFiltering,
  requireFiles,
} from './engineAccess';
import { writeFilteredCopy } from './filteredCopy';
import { mayDescribeDatabase, mayDescribeTable } from './permissions';
import { icebergColumns, tableOperations } from './tables';

/** What one run was handed out. */
interface RunTables {
  /** By what is in them. */
  copies: Map<string, Promise<CommittedTable>>;
  /** How many were begun. */
  begun: number;
}

interface EngineTables {
  runs: Map<string, RunTables>;
  ended: Set<string>;
}

const STATE: SliceKey<EngineTables> = {
  id: 'glue.engineTables',
  create: () => ({ runs: new Map(), ended: new Set() }),
};

const engineTables = (world: SandboxWorld) => world.slice(STATE, 'all');

/** Takes away what a job run was handed out. From then on nothing is handed out to it. */
export function releaseEngineTables(world: SandboxWorld, jobRunId: string) {
  const { runs, ended } = engineTables(world);
  runs.delete(jobRunId);
  ended.add(jobRunId);
  clearSystemSpace(world, jobRunId);
}

/** A table by the name that a job has for it. */
interface NamedTable {
  /** What the job sees of the name: that of the link, where it is one. */
  shown: Pick<Table, 'Name' | 'DatabaseName' | 'CatalogId' | 'TargetTable'>;
  current: StoredTable['current'];
}

/**
 * The table behind a name, through a link to it or to its database.
 *
 * @throws AwsError `EntityNotFoundException`; `AccessDeniedException` for a link
 * that the caller may not describe (LF reference A8)
 */
function follow(
  context: CallContext,
  catalogId: string,
  databaseName: string,
  name: string,
): NamedTable {
  const database = databaseOf(context, catalogId, databaseName).current;
  const linked = database.TargetDatabase;
  if (linked) {
    const { current } = tableOf(
      { ...context, region: linked.Region ?? context.region },
      linked.CatalogId ?? catalogId,
      linked.DatabaseName!,
      name,
    );
    const shown = {
      Name: current.Name,
      DatabaseName: database.Name,
      CatalogId: catalogId,
    };
    if (!mayDescribeDatabase(context, catalogId, database.Name)) {
      throw insufficientPermissions(shown);
    }
    return { shown, current };
  }
  const { current: named } = tableOf(context, catalogId, databaseName, name);
  const target = named.TargetTable;
  if (!target) return { shown: named, current: named };
  if (!mayDescribeTable(context, catalogId, named.DatabaseName, named.Name)) {
    throw insufficientPermissions(named);
  }
  const { current } = tableOf(
    { ...context, region: target.Region ?? context.region },
    target.CatalogId ?? catalogId,
    target.DatabaseName!,
    target.Name!,
  );
  return { shown: named, current };
}

/** @throws AwsError `AccessDeniedException` unless some column may be read */
function readableAccess(
  context: CallContext,
  table: StoredTable['current'],
): AuthorizedAccess {
  const access = accessForEngine(context, table);
  if (access.columns.length === 0) {
    throw new AwsError(
      'AccessDeniedException',
      `Insufficient Lake Formation permission(s): Required Select on ${table.Name}`,
    );
  }
  return access;
}

/** The copy for this run, which is made once for each state of table and access. */
function copyFor(
  context: CallContext,
  table: StoredTable['current'],
  access: AuthorizedAccess,
): Promise<CommittedTable> {
  const { world, caller, region } = context;
  const { runs, ended } = engineTables(world);
  const jobRunId = caller.engineOf!;
  if (ended.has(jobRunId)) throw runEnded(jobRunId);
  const metadataLocation = table.Parameters?.metadata_location;
  if (!metadataLocation) {
    throw new AwsError(
      'InvalidInputException',
      `The query engine cannot read ${table.Name}: it is not an Iceberg table with metadata.`,
    );
  }
  const run = runs.get(jobRunId) ?? { copies: new Map(), begun: 0 };
  runs.set(jobRunId, run);
  const key = JSON.stringify([
    region,
    table.CatalogId,
    table.DatabaseName,
    table.Name,
    metadataLocation,
    access,
  ]);
  const existing = run.copies.get(key);
  if (existing) return existing;
  run.begun += 1;
  const location = [
    systemSpaceUri(world, region, jobRunId),
    run.begun,
    `${table.DatabaseName}.${table.Name}`.replace(/[^\w.-]/g, '_'),
  ].join('/');
  const copy = writeFilteredCopy(
    context,
    { tableName: table.Name, metadataLocation, access },
    location,
  ).then(
    written => {
      if (!ended.has(jobRunId)) return written;
      clearSystemSpace(world, jobRunId);
      throw runEnded(jobRunId);
    },
    error => {
      run.copies.delete(key);
      throw error;
    },
  );
  run.copies.set(key, copy);
  return copy;
}

function runEnded(jobRunId: string) {
  return new AwsError(
    'AccessDeniedException',
    `Job run ${jobRunId} has ended; its query engine reads no more.`,
  );
}

/**
 * A table as EMR's system driver hands it to a job: what Lake Formation lets the
 * role read, in a table of its own. Spark reads that as any other Iceberg table.
 */
const getTable: OperationHandler = async (input, context) => {
  const { world, caller } = context;
  const { shown, current } = follow(
    context,
    catalogIdOf(input, context),
    input.DatabaseName,
    input.Name,
  );
  const access = readableAccess(context, current);
  authorize(world, caller, {
    action: 'lakeformation:GetDataAccess',
    resource: '*',
  });
  requireExternalFiltering(context, current.CatalogId!);
  requireFiles(context, current);
  const copy = await copyFor(context, current, access);
  const comments = new Map(
    current.StorageDescriptor?.Columns?.map(each => [
      fold(each.Name!),
      each.Comment,
    ]),
  );
  const { previous_metadata_location: _, ...parameters } =
    current.Parameters ?? {};
  return {
    Table: {
      ...current,
      Name: shown.Name,
      DatabaseName: shown.DatabaseName,
      CatalogId: shown.CatalogId,
      ...(shown.TargetTable && { TargetTable: shown.TargetTable }),
      Parameters: { ...parameters, metadata_location: copy.metadataLocation },
      StorageDescriptor: {
        ...current.StorageDescriptor,
        Location: copy.metadata.location,
        Columns: icebergColumns(copy.metadata).map(column => ({
          ...column,
          Comment: comments.get(fold(column.Name!)),
        })),
      },
    },
  };
};

/** Names, and that they are Iceberg: a list hands nothing out that could be read. */
const getTables: OperationHandler = async (input, context) => {
  const listed: any = await tableOperations.GetTables(input, context);
  return {
    NextToken: listed.NextToken,
    TableList: listed.TableList.map((table: Table) => ({
      Name: table.Name,
      DatabaseName: table.DatabaseName,
      CatalogId: table.CatalogId,
      TableType: table.TableType,
      TargetTable: table.TargetTable,
      Parameters: { table_type: table.Parameters?.table_type ?? '' },
    })),
  };
};

/** What a job asks of the Data Catalog as everybody does. */
const AS_EVERYBODY = [
  'GetCatalog',
  'GetDatabase',
  'GetDatabases',
  'GetPartitions',
];

/**
 * Answers the calls of a job, which come from a query engine, as EMR does: reads
 * are filtered, and there are no writes (seed reference 4, V3). All other callers
 * go on as before.
 */
export function withEngineTables(
  operations: Record<string, OperationHandler>,
): Record<string, OperationHandler> {
  const ofEngines: Record<string, OperationHandler> = {
    GetTable: getTable,
    GetTables: getTables,
  };
  return Object.fromEntries(
    Object.entries(operations).map(([operation, handler]) => [
      operation,
      (input: any, context: CallContext) => {
        if (context.caller.engineOf === undefined)
          return handler(input, context);
        const ofEngine =
          ofEngines[operation] ??
          (AS_EVERYBODY.includes(operation) ? handler : undefined);
        if (!ofEngine) throw notForJobs(operation);
        return ofEngine(input, context);
      },
    ]),
  );
}

function notForJobs(operation: string) {
  return new AwsError(
    'AccessDeniedException',
    /^(Get|Search)/.test(operation)
      ? `glue:${operation} shows what Lake Formation has not filtered, so a job may not call it. Read the table instead.`
      : `A job reads tables under Lake Formation and changes nothing in the Data Catalog (rule V3), so glue:${operation} is refused. Write with an account that Lake Formation lets write.`,
  );
}
