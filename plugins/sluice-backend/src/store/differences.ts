import {
  ObservationDelta,
  ObservationList,
  ObservedItems,
} from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import { groupByType } from './assembleObservation';
import { ChangedDocuments, changedDocuments } from './changedDocuments';
import { changedTables } from './changedTables';
import { DocumentType, ObservedDocument } from './documents';
import { RunSummary } from './ObservationStore';
import { RunRow } from './rows';

/** Where documents are items of a list as they are; tables and databases are joined from several. */
const LISTS: { [Type in DocumentType]?: ObservationList } = {
  link: 'links',
  filter: 'filters',
  permission: 'permissions',
  location: 'locations',
  share: 'shares',
  invitation: 'invitations',
  role: 'roles',
  virtualCluster: 'virtualClusters',
  namespace: 'namespaces',
  optIn: 'optIns',
  principalPolicies: 'principalPolicies',
  bucketPolicy: 'bucketPolicies',
};

/**
 * How an account differs between two of its runs.
 *
 * @returns undefined when it has to be loaded as a whole
 */
export async function differencesBetween(
  knex: Knex,
  from: RunSummary,
  to: RunSummary,
): Promise<ObservationDelta | undefined> {
  if (!(await isLater(knex, from, to))) return undefined;
  const changed = await changedDocuments(knex, from, to);
  if (!changed) return undefined;

  const settings = settingsOf(changed);
  if (settings === 'gone') return undefined;
  const failuresDiffer =
    JSON.stringify(from.failures) !== JSON.stringify(to.failures);
  const joined = await changedTables(knex, { from, to, changed });
  return {
    accountName: to.accountName,
    observedAt: to.observedAt,
    ...(failuresDiffer && { failures: to.failures }),
    ...(settings && { settings }),
    put: { ...itemsOf(changed.put), ...joined.put },
    drop: { ...itemsOf(changed.drop), ...joined.drop },
  };
}

/**
 * Whether the second run followed the first in the same account, each run
 * between them beginning after the one before: only then do the times of the
 * documents tell which run changed them. A run that is no longer kept has
 * taken its documents' history with it.
 */
async function isLater(
  knex: Knex,
  from: RunSummary,
  to: RunSummary,
): Promise<boolean> {
  if (
    from.accountName !== to.accountName ||
    from.accountId !== to.accountId ||
    from.region !== to.region
  ) {
    return false;
  }
  const runs = () =>
    knex<RunRow>('observation_runs').where({ account_name: to.accountName });
  const idOf = (run: RunSummary) =>
    runs()
      .where({
        started_at: run.observedAt,
        content_revision: run.contentRevision,
      })
      .orderBy('id', 'desc')
      .first('id');
  const [first, last] = await Promise.all([idOf(from), idOf(to)]);
  if (!first || !last || first.id >= last.id) return false;
  const steps = await runs()
    .whereBetween('id', [first.id, last.id])
    .orderBy('id')
    .select('started_at');
  return steps
    .slice(1)
    .every(({ started_at }, index) => started_at > steps[index].started_at);
}

/** What the settings are now, if they differ; an observation cannot lose them by a difference. */
function settingsOf({ put, drop }: ChangedDocuments) {
  if (groupByType(drop)('settings').length > 0) return 'gone';
  return groupByType(put)('settings')[0];
}

function itemsOf(documents: ObservedDocument[]): ObservedItems {
  const items: Partial<Record<ObservationList, unknown[]>> = {};
  for (const { type, document } of documents) {
    const list = LISTS[type];
    if (list) (items[list] ??= []).push(document);
  }
  return items as ObservedItems;
}
