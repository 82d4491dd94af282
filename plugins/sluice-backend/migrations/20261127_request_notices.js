// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('access_request_notices', table => {
    table.comment(
      'Notifications about requests that are still to be sent; gone once they are',
    );
    table.increments('id').comment('Order in which they are sent');
    table.string('request_id', 36).notNullable();
    table
      .text('document')
      .notNullable()
      .comment('JSON: recipients and what they are told');
    table.string('created_at', 24).notNullable().comment('ISO 8601 UTC');
    table
      .string('due_at', 24)
      .notNullable()
      .comment('Not before then; moved on by whoever sends it');
    table.integer('attempts').notNullable().defaultTo(0);
    table.index(['request_id', 'id'], 'access_request_notices_request_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('access_request_notices');
};
