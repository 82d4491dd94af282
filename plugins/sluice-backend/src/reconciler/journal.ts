import { JournalEntry } from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';

export interface JournalRow {
  id: number;
  change_id: string;
  step_id: string | null;
  at: string;
  event: JournalEntry['event'];
  message: string;
}

/** Adds an entry; entries are never changed. */
export async function addToJournal(
  knex: Knex,
  entry: {
    changeId: string;
    stepId?: string;
    event: JournalEntry['event'];
    message: string;
    /** ISO 8601. */
    at: string;
  },
): Promise<void> {
  const { changeId, stepId, event, message, at } = entry;
  await knex<JournalRow>('change_journal').insert({
    change_id: changeId,
    step_id: stepId ?? null,
    at,
    event,
    message,
  });
}

export function toJournalEntry(row: JournalRow): JournalEntry {
  return {
    at: row.at,
    ...(row.step_id && { stepId: row.step_id }),
    event: row.event,
    message: row.message,
  };
}
