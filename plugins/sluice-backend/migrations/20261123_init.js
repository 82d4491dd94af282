// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('observation_runs', table => {
    table.comment('Each reading of a connected account');
    table.increments('id').comment('Rises with each run');
    table.string('account_name', 63).notNullable();
    table.string('account_id', 12).notNullable();
    table.string('region', 32).notNullable();
    table
      .string('started_at', 24)
      .notNullable()
      .comment('ISO 8601 UTC; what the run says held then');
    table.string('finished_at', 24).notNullable();
    table.integer('calls').notNullable().comment('AWS and Kubernetes calls');
    table
      .text('failures')
      .notNullable()
      .comment('JSON array of the parts that could not be read');
    table
      .text('parts_read')
      .notNullable()
      .comment('JSON array of the parts that were read in this run or before');
    table
      .integer('changed')
      .notNullable()
      .comment('Documents that appeared, differ or are gone');
    table
      .string('content_revision', 64)
      .notNullable()
      .comment('Same as in the run before when nothing differs');
    table.index(['account_name', 'id'], 'observation_runs_account_idx');
  });

  await knex.schema.createTable('observed_documents', table => {
    table.comment('What was observed, a row per thing and version of it');
    table.bigIncrements('id');
    table.string('account_name', 63).notNullable();
    table.string('type', 32).notNullable();
    table
      .string('document_key', 64)
      .notNullable()
      .comment(
        'SHA-256 of the identity, which may be longer than an index takes',
      );
    table
      .string('digest', 64)
      .notNullable()
      .comment('SHA-256 of the canonical document');
    table.text('document').notNullable().comment('JSON');
    table
      .string('valid_from', 24)
      .notNullable()
      .comment('ISO 8601 UTC; start of the run that first saw it so');
    table
      .string('valid_to', 24)
      .nullable()
      .comment(
        'Start of the run that no longer saw it so; null while it holds',
      );
    table.index(['account_name', 'valid_to'], 'observed_documents_account_idx');
  });
  // Two runs of one account at the same time must not both write a thing.
  await knex.schema.raw(
    'CREATE UNIQUE INDEX observed_documents_current_idx ON observed_documents (account_name, type, document_key) WHERE valid_to IS NULL',
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('observed_documents');
  await knex.schema.dropTable('observation_runs');
};
