import {
  IcebergRowsProperties,
  insertStatement,
} from '@sluice/plugin-sluice-common';
import { ConflictError } from '@backstage/errors';
import { ATHENA_ACTIONS, runStatement } from './athena';
import { clientTokenOf } from './clientToken';
import { IcebergGlueTable, readIcebergGlueTable } from './icebergGlueTable';
import { ResourceContext } from './ResourceContext';
import { ResourceType } from './ResourceType';

/**
 * Rows of a table that never had any. Which rows a table has is its owner's
 * business, so any snapshot will do for them.
 */
export const icebergRows: ResourceType<'icebergRows'> = {
  async read(wanted, context) {
    const found = await readTable(wanted, context);
    return found?.metadata.currentSnapshotId ? wanted : undefined;
  },

  diff: () => [],

  async create(wanted, context) {
    const { database, table, rows, athenaOutputLocation } = wanted;
    const found = await readTable(wanted, context);
    if (!found) {
      throw new ConflictError(
        `There is no table ${database}.${table} to put rows into; make it first.`,
      );
    }
    if (found.metadata.currentSnapshotId || rows.length === 0) return;
    const sql = insertStatement(wanted);
    await runStatement(
      `Athena to put ${rows.length} rows into ${database}.${table}`,
      {
        sql,
        database,
        outputLocation: athenaOutputLocation,
        requestToken: clientTokenOf(found.metadata.tableUuid, sql),
      },
      context,
    );
  },

  undo: 'The rows stay in the table until it is deleted.',

  actions: {
    read: ['glue:GetTable', 's3:GetObject'],
    write: ATHENA_ACTIONS,
  },
};

function readTable(
  { database, table }: IcebergRowsProperties,
  context: ResourceContext,
): Promise<IcebergGlueTable | undefined> {
  return readIcebergGlueTable({ database, name: table }, context);
}
