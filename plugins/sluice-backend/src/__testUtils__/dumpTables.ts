import { Knex } from 'knex';

/** Of the machinery, which writes when it likes. */
const NOT_OURS = /^(knex_|backstage_|sqlite_)/;

/** All that the plugin has in its database, to see whether something changed it. */
export async function dumpTables(
  knex: Knex,
): Promise<Record<string, string[]>> {
  const names: { name: string }[] = await (knex.client.config.client === 'pg'
    ? knex('pg_tables')
        .whereRaw('schemaname = current_schema()')
        .select({ name: 'tablename' })
    : knex('sqlite_master').where({ type: 'table' }).select('name'));
  const dump: Record<string, string[]> = {};
  for (const { name } of names) {
    if (NOT_OURS.test(name)) continue;
    const rows = await knex(name).select('*');
    dump[name] = rows.map(row => JSON.stringify(row)).sort();
  }
  return dump;
}
