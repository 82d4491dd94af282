// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('access_requests', table => {
    table
      .string('pending_key', 64)
      .nullable()
      .comment(
        'Digest of what a pending request asks for, which is asked once',
      );
    table
      .string('successor_of', 36)
      .nullable()
      .comment('Request whose place a pending or approved one takes, alone');
    table.unique(['pending_key'], {
      indexName: 'access_requests_pending_key_idx',
    });
    table.unique(['successor_of'], {
      indexName: 'access_requests_successor_of_idx',
    });
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('access_requests', table => {
    table.dropUnique(['pending_key'], 'access_requests_pending_key_idx');
    table.dropUnique(['successor_of'], 'access_requests_successor_of_idx');
    table.dropColumns('pending_key', 'successor_of');
  });
};
