// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('drift_findings', table => {
    table.comment('Differences between what is declared and what is granted');
    table.string('drift_id', 64).primary();
    table.text('document').notNullable().comment('JSON, as last found');
    table.string('first_seen_at', 24).notNullable().comment('ISO 8601 UTC');
    table
      .string('gone_at', 24)
      .nullable()
      .comment('When a check did not find it any more; null while it is there');
    table
      .string('last_seen_at', 24)
      .nullable()
      .comment('Of what is gone; what is there was seen by the last check');
    table
      .text('told_to')
      .notNullable()
      .comment('JSON: entity refs of those who were told; empty for nobody');
    table.string('ignored_by', 255).nullable();
    table.string('ignored_at', 24).nullable();
    table.string('ignored_until', 24).nullable();
    table.text('ignored_reason').nullable();
    table.string('repair_plan_id', 36).nullable();
    table.index(['first_seen_at', 'drift_id'], 'drift_findings_newest_idx');
  });

  await knex.schema.createTable('drift_checks', table => {
    table.comment('The last check; one row');
    table.integer('id').primary();
    table.string('checked_at', 24).notNullable();
    table
      .text('not_read')
      .notNullable()
      .comment('JSON: what was not read, so that there may be more');
  });

  await knex.schema.createTable('drift_baselines', table => {
    table.comment('Tables and roles as they were when a declaration came true');
    table.string('subject', 255).notNullable();
    table
      .string('item', 64)
      .notNullable()
      .comment('Digest of which table, or of which role');
    table
      .string('revision', 64)
      .notNullable()
      .comment('Digest of the declaration and of its last change');
    table.text('document').notNullable();
    table.primary(['subject', 'item']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('drift_baselines');
  await knex.schema.dropTable('drift_checks');
  await knex.schema.dropTable('drift_findings');
};
