// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('declarations', table => {
    table.comment('What Sluice was told to make true, a row per revision');
    table.increments('id');
    table.string('subject', 255).notNullable();
    table.string('kind', 32).notNullable();
    table.text('document').notNullable().comment('JSON');
    table.string('change_id', 36).notNullable().comment('That brought it in');
    table.string('created_by', 255).notNullable().comment('Entity ref');
    table.string('created_at', 24).notNullable().comment('ISO 8601 UTC');
    table
      .string('ended_at', 24)
      .nullable()
      .comment('When another took its place, or none; null while in force');
  });
  await knex.schema.raw(
    'CREATE UNIQUE INDEX declarations_current_idx ON declarations (subject) WHERE ended_at IS NULL',
  );

  await knex.schema.createTable('plans', table => {
    table.comment('What was proposed; never changed once made');
    table.string('id', 36).primary();
    table.string('created_at', 24).notNullable();
    table.text('document').notNullable().comment('JSON of the plan');
    table
      .text('fingerprints')
      .notNullable()
      .comment('JSON: by step, a digest of what the planner found there');
  });

  await knex.schema.createTable('changes', table => {
    table.comment('Plans that are being applied, or were');
    table.increments('position').comment('Order of the list');
    table.string('id', 36).notNullable().unique();
    table.string('plan_id', 36).notNullable();
    table.string('kind', 16).notNullable();
    table.string('subject', 255).notNullable();
    table.string('title', 512).notNullable();
    table.string('status', 16).notNullable();
    table.text('reason').notNullable();
    table.string('created_by', 255).notNullable();
    table.string('created_at', 24).notNullable();
    table.string('finished_at', 24).nullable();
    table.string('undoes', 36).nullable();
    table
      .string('lease_holder', 64)
      .nullable()
      .comment('The backend instance that applies it');
    table
      .bigInteger('lease_expires_at')
      .nullable()
      .comment('Milliseconds since 1970; another may take it then');
    table.index(['status'], 'changes_status_idx');
    table.index(['subject', 'position'], 'changes_subject_idx');
  });
  // One change of a subject at a time, whoever asks for it.
  await knex.schema.raw(
    `CREATE UNIQUE INDEX changes_active_idx ON changes (subject) WHERE status IN ('queued', 'applying', 'cancelling')`,
  );

  await knex.schema.createTable('change_steps', table => {
    table.string('change_id', 36).notNullable();
    table
      .string('step_key', 64)
      .notNullable()
      .comment('SHA-256 of the step id, which may be long');
    table.text('step_id').notNullable();
    table.integer('position').notNullable();
    table.string('status', 16).notNullable();
    table.integer('attempts').notNullable().defaultTo(0);
    table
      .boolean('written')
      .notNullable()
      .defaultTo(false)
      .comment('A write was about to begin: what is there may be ours');
    table.text('waiting_for').nullable();
    table.string('started_at', 24).nullable();
    table.string('finished_at', 24).nullable();
    table.text('error').nullable().comment('JSON');
    table.primary(['change_id', 'step_key']);
  });

  await knex.schema.createTable('change_journal', table => {
    table.comment('Written before and after each step; never changed');
    table.increments('id');
    table.string('change_id', 36).notNullable().index();
    table.text('step_id').nullable();
    table.string('at', 24).notNullable();
    table.string('event', 32).notNullable();
    table.text('message').notNullable();
  });

  await knex.schema.createTable('managed_resources', table => {
    table.comment('What Sluice made or adopted');
    table.string('resource_key', 64).primary().comment('SHA-256 of the id');
    table.text('resource_id').notNullable();
    table
      .string('origin', 16)
      .notNullable()
      .comment('made, or adopted: then it is never deleted');
    table.string('change_id', 36).notNullable();
    table.string('since', 24).notNullable();
  });

  await knex.schema.createTable('resource_claims', table => {
    table.comment(
      'Who needs a managed resource; the last to go takes it along',
    );
    table.string('subject', 255).notNullable();
    table.string('resource_key', 64).notNullable();
    table.text('resource').notNullable().comment('JSON, as it was wanted');
    table.primary(['subject', 'resource_key']);
    table.index(['resource_key'], 'resource_claims_resource_idx');
  });

  await knex.schema.createTable('document_locks', table => {
    table.comment('One writer of a document or resource at a time');
    table.string('document_key', 64).primary();
    table.text('document').notNullable();
    table.string('holder', 64).notNullable();
    table.bigInteger('expires_at').notNullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const table of [
    'document_locks',
    'resource_claims',
    'managed_resources',
    'change_journal',
    'change_steps',
    'changes',
    'plans',
    'declarations',
  ]) {
    await knex.schema.dropTable(table);
  }
};
