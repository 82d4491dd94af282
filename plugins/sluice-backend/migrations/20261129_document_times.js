// @ts-check

/**
 * Finds what differs between two runs without a look at all that is held.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('observed_documents', table => {
    table.index(['account_name', 'valid_from'], 'observed_documents_from_idx');
    table.index(
      ['account_name', 'type', 'document_key'],
      'observed_documents_thing_idx',
    );
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('observed_documents', table => {
    table.dropIndex(
      ['account_name', 'type', 'document_key'],
      'observed_documents_thing_idx',
    );
    table.dropIndex(
      ['account_name', 'valid_from'],
      'observed_documents_from_idx',
    );
  });
};
