import {
  CreateTableCommand,
  DeleteTableCommand,
  paginateGetTables,
  Table,
} from '@aws-sdk/client-glue';
import { ConflictError } from '@backstage/errors';
import { differencesBetween } from './differences';
import { ResourceContext } from './ResourceContext';
import { ResourceType } from './ResourceType';
import { unlessRefused } from './unlessRefused';

/** A link of the account's catalog to a table of another account; it never changes its target. */
export const resourceLink: ResourceType<'resourceLink'> = {
  async read({ database, name }, context) {
    const table = await unlessRefused(
      'EntityNotFoundException',
      listed(database, name, context),
    );
    if (!table) return undefined;
    // A link shows its target's properties, but for this (LF reference A8.5).
    const target = table.TargetTable;
    if (!target) {
      throw new ConflictError(
        `${database}.${name} is a table, and Sluice does not put a resource link in its place; choose another name for the link.`,
      );
    }
    return {
      database,
      name,
      target: {
        catalogId: target.CatalogId ?? context.account.accountId,
        database: target.DatabaseName ?? '',
        table: target.Name ?? '',
      },
    };
  },

  diff: ({ target }, found) =>
    differencesBetween(target, found.target, 'target'),

  async create(wanted, context) {
    const { database, name, target } = wanted;
    try {
      await context.clients.glue.send(
        new CreateTableCommand({
          DatabaseName: database,
          TableInput: {
            Name: name,
            TargetTable: {
              CatalogId: target.catalogId,
              DatabaseName: target.database,
              Name: target.table,
            },
          },
        }),
      );
    } catch (error) {
      if ((error as Error).name !== 'AlreadyExistsException') throw error;
      const found = await resourceLink.read(wanted, context);
      if (!found || resourceLink.diff(wanted, found).length > 0) throw error;
    }
  },

  async delete(found, context) {
    // Glue deletes links and tables by the same call.
    if (!(await resourceLink.read(found, context))) return;
    const { database, name } = found;
    await unlessRefused(
      'EntityNotFoundException',
      context.clients.glue.send(
        new DeleteTableCommand({ DatabaseName: database, Name: name }),
      ),
    );
  },

  undo: 'The link is deleted, with what was granted on it; the table that it points to is not touched.',

  actions: {
    read: ['glue:GetTables'],
    write: ['glue:CreateTable', 'glue:DeleteTable'],
  },
};

/** By the list, which also holds links whose target is gone or is not shared any more. */
async function listed(
  database: string,
  name: string,
  { clients }: ResourceContext,
): Promise<Table | undefined> {
  const pages = paginateGetTables(
    { client: clients.glue },
    { DatabaseName: database, Expression: name },
  );
  for await (const { TableList } of pages) {
    const table = TableList?.find(({ Name }) => Name === name);
    if (table) return table;
  }
  return undefined;
}
