// @ts-check

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('access_requests', table => {
    table.comment(
      'Requests for access as they stand; their events give the same',
    );
    table.increments('position').comment('Order of the list');
    table.string('id', 36).notNullable().unique();
    table.string('grant_id', 36).notNullable();
    table.integer('revision').notNullable().comment('Rises with every event');
    table.string('team', 255).notNullable();
    table.string('requester', 255).notNullable();
    table.string('agreement_status', 16).notNullable();
    table.string('fulfilment_status', 16).notNullable();
    table.string('starts_at', 24).nullable();
    table.string('expires_at', 24).nullable();
    table.text('document').notNullable().comment('JSON');
    table.string('created_at', 24).notNullable();
    table.string('updated_at', 24).notNullable();
    table.index(
      ['agreement_status', 'fulfilment_status'],
      'access_requests_status_idx',
    );
    table.index(['team', 'position'], 'access_requests_team_idx');
    table.index(['grant_id'], 'access_requests_grant_idx');
  });

  await knex.schema.createTable('access_request_tables', table => {
    table.comment('Which tables a request is about');
    table.string('request_id', 36).notNullable();
    table.string('table_ref', 255).notNullable();
    table.primary(['request_id', 'table_ref']);
    table.index(['table_ref'], 'access_request_tables_table_idx');
  });

  await knex.schema.createTable('access_request_events', table => {
    table.comment('What happened to requests; never changed');
    table.increments('id');
    table.string('request_id', 36).notNullable();
    table.string('grant_id', 36).notNullable();
    table.integer('revision').notNullable();
    table.string('at', 24).notNullable().comment('ISO 8601 UTC');
    table
      .string('actor', 255)
      .notNullable()
      .comment('Entity ref of a person, or sluice');
    table.string('type', 32).notNullable();
    table.string('team', 255).notNullable();
    table.text('document').notNullable().comment('JSON of the event');
    table
      .boolean('announced')
      .notNullable()
      .defaultTo(false)
      .comment('The auditor, and those whom it concerns, were told');
    table.unique(['request_id', 'revision'], {
      indexName: 'access_request_events_revision_idx',
    });
    table.index(['announced'], 'access_request_events_announced_idx');
    table.index(['team', 'id'], 'access_request_events_team_idx');
  });

  await knex.schema.createTable('approval_delegations', table => {
    table.comment('Whose decisions somebody else may take for a time');
    table.string('id', 36).primary();
    table.string('from_user', 255).notNullable();
    table.string('to_user', 255).notNullable();
    table.string('starts_at', 24).notNullable();
    table.string('ends_at', 24).notNullable();
    table.text('reason').nullable();
    table.string('created_at', 24).notNullable();
    table.index(['to_user', 'ends_at'], 'approval_delegations_to_idx');
    table.index(['from_user', 'ends_at'], 'approval_delegations_from_idx');
  });

  await knex.schema.createTable('access_reviews', table => {
    table.comment('Campaigns in which owners keep or revoke each grant');
    table.increments('position').comment('Order of the list');
    table.string('id', 36).notNullable().unique();
    table.string('title', 200).notNullable();
    table.string('started_at', 24).notNullable();
    table
      .string('started_by', 255)
      .notNullable()
      .comment('Entity ref of a person, or sluice');
    table.string('due_at', 24).notNullable();
    table.string('closed_at', 24).nullable();
    table
      .string('unanswered', 8)
      .notNullable()
      .comment('keep or revoke: what becomes of a grant without an answer');
  });

  await knex.schema.createTable('access_review_items', table => {
    table.comment('The grants of a campaign, and what was answered for each');
    table.string('review_id', 36).notNullable();
    table.string('request_id', 36).notNullable();
    table.string('outcome', 8).nullable().comment('kept, revoked or ended');
    table.string('decided_by', 255).nullable();
    table.string('decided_at', 24).nullable();
    table.text('reason').nullable();
    table.boolean('unanswered').notNullable().defaultTo(false);
    table.primary(['review_id', 'request_id']);
    table.index(['request_id'], 'access_review_items_request_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const table of [
    'access_review_items',
    'access_reviews',
    'approval_delegations',
    'access_request_events',
    'access_request_tables',
    'access_requests',
  ]) {
    await knex.schema.dropTable(table);
  }
};
