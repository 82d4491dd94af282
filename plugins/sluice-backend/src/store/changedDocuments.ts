import { Knex } from 'knex';
import { ObservedDocument } from './documents';
import { RunSummary } from './ObservationStore';
import { documentsOf, heldAt, identityOf, toDocument } from './rows';

/** So few are worth no look at how many there are in all. */
const ALWAYS_FEW = 1_000;

/** Of all that is held of an account; with more, the whole is loaded as fast. */
const LARGEST_SHARE = 1 / 4;

/** What became of the documents of an account between two runs. */
export interface ChangedDocuments {
  /** New, or as they are now. */
  put: ObservedDocument[];
  /** Gone, as they were last. */
  drop: ObservedDocument[];
}

/**
 * The documents that appeared, differ or are gone, from the times that are kept
 * with them. What came and went between the two runs counts as gone: an account
 * that was loaded in that while may have it.
 *
 * @returns undefined when there are too many
 */
export async function changedDocuments(
  knex: Knex,
  from: RunSummary,
  to: RunSummary,
): Promise<ChangedDocuments | undefined> {
  const between = (column: 'valid_from' | 'valid_to') =>
    documentsOf(knex, to)
      .where(column, '>', from.observedAt)
      .where(column, '<=', to.observedAt);
  const begun = () => heldAt(between('valid_from'), to);
  const ended = () => between('valid_to');

  const count = (await countOf(begun())) + (await countOf(ended()));
  if (count > ALWAYS_FEW) {
    const all = await countOf(documentsOf(knex, to).whereNull('valid_to'));
    if (count > all * LARGEST_SHARE) return undefined;
  }
  const put = await begun().select('type', 'document_key', 'document');
  const gone = await ended()
    .orderBy('valid_to')
    .select('type', 'document_key', 'document');
  const kept = new Set(put.map(identityOf));
  const last = new Map(gone.map(row => [identityOf(row), row]));
  return {
    put: put.map(toDocument),
    drop: [...last]
      .filter(([identity]) => !kept.has(identity))
      .map(([, row]) => toDocument(row)),
  };
}

async function countOf(query: Knex.QueryBuilder): Promise<number> {
  const [{ count }] = await query.count({ count: '*' });
  return Number(count);
}
