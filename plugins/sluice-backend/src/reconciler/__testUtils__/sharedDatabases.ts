import { randomUUID } from 'crypto';
import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import makeKnex, { Knex } from 'knex';

/** A database that other processes can open, too. */
export interface SharedDatabase {
  /** For a further connection, also from another process. */
  config: Knex.Config;
  knex: Knex;
}

/**
 * SQLite as a file, and PostgreSQL where `scripts/with-postgres` or the
 * developer names one in the environment; no container is started for it.
 */
export function sharedDatabases(
  directory: ReturnType<typeof createMockDirectory>,
) {
  const databases = TestDatabases.create({
    ids: ['SQLITE_3', 'POSTGRES_15'],
    disableDocker: true,
  });
  const opened: Knex[] = [];
  afterAll(() => Promise.all(opened.map(knex => knex.destroy())));
  const open = async (id: Id): Promise<SharedDatabase> => {
    const config =
      id === 'SQLITE_3'
        ? {
            client: 'better-sqlite3',
            connection: {
              filename: directory.resolve(`${randomUUID()}.sqlite`),
            },
            useNullAsDefault: true,
          }
        : {
            client: 'pg',
            connection: (await databases.init(id)).client.config.connection,
          };
    const knex = makeKnex(config);
    opened.push(knex);
    return { config, knex };
  };
  return { ids: databases.eachSupportedId().map(([id]) => id), open };
}
type Id = Parameters<TestDatabases['init']>[0];
