// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('job_runs', table => {
    table.comment('Job runs that Sluice started, or was about to start');
    table.string('run_id', 36).primary();
    table.string('team_ref', 255).notNullable();
    table
      .string('request_key', 64)
      .notNullable()
      .comment('One run of a team per key; also the client token for EMR');
    table.string('kind', 16).notNullable();
    table.string('state', 16).notNullable();
    table
      .text('document')
      .notNullable()
      .comment('JSON: what was asked for, by whom, and what EMR says of it');
    table.string('requested_at', 24).notNullable().comment('ISO 8601 UTC');
    table.string('finished_at', 24).nullable();
    table
      .string('collected_at', 24)
      .nullable()
      .comment(
        'When its result was taken in; of what is not verified, at its end',
      );
    table
      .string('due_at', 24)
      .nullable()
      .comment(
        'When to look at it next; null when there is nothing more to do',
      );
    table.string('leased_by', 36).nullable();
    table.string('leased_until', 24).nullable();
    table.unique(['team_ref', 'request_key'], {
      indexName: 'job_runs_once_uniq',
    });
    table.index(['requested_at', 'run_id'], 'job_runs_newest_idx');
    table.index(['team_ref', 'requested_at'], 'job_runs_team_idx');
    table.index(['due_at'], 'job_runs_due_idx');
  });

  await knex.schema.createTable('attestations', table => {
    table.comment('What verifications have shown; never changed');
    table.string('attestation_id', 36).primary();
    table.string('run_id', 36).notNullable().unique();
    table.string('team_ref', 255).notNullable();
    table.string('verdict', 16).notNullable();
    table.string('attested_at', 24).notNullable();
    table.text('document').notNullable().comment('Canonical JSON');
    table
      .string('content_hash', 64)
      .notNullable()
      .comment('SHA-256 of the document, hex');
    table.index(['attested_at', 'attestation_id'], 'attestations_newest_idx');
    table.index(['team_ref', 'attested_at'], 'attestations_team_idx');
  });

  await knex.schema.createTable('attested_tables', table => {
    table.comment('The tables of each attestation');
    table.string('attestation_id', 36).notNullable();
    table.string('team_ref', 255).notNullable();
    table.string('table_ref', 512).notNullable().comment('Entity ref');
    table
      .string('revision', 64)
      .notNullable()
      .comment('Digest of the grant that was proved');
    table.string('verdict', 16).notNullable();
    table.text('document').notNullable().comment('JSON: as it was judged');
    table.string('attested_at', 24).notNullable();
    table.primary(['attestation_id', 'table_ref']);
    table.index(
      ['team_ref', 'table_ref', 'attested_at'],
      'attested_tables_latest_idx',
    );
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('attested_tables');
  await knex.schema.dropTable('attestations');
  await knex.schema.dropTable('job_runs');
};
