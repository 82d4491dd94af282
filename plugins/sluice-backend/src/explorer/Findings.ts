import { InputError } from '@backstage/errors';
import {
  BYPASS_KINDS,
  BypassFinding,
  SluiceApi,
  tableKey,
} from '@sluice/plugin-sluice-common';
import { AccessSnapshot } from '../access';
import { pageOf } from '../router/cursor';
import { bypassesOf, concerns, viewFinding } from './bypassesOf';
import { Asker, Explorer, maySee } from './Explorer';

/** Findings of one page, unless the caller says how many. */
const DEFAULT_LIMIT = 50;

/** What comes first. */
const SEVERITIES = ['high', 'medium', 'unknown', 'low'];

/** Which findings are asked for. */
interface FindingsQuery {
  table?: string;
  kind?: string;
  severity?: string;
  limit?: number;
  cursor?: string;
}

/** Ways past Lake Formation, as far as whoever asks may know of them. */
export class Findings {
  constructor(private readonly explorer: Explorer) {}

  /** @param seesAccounts - whether the caller may know of what is of a whole account */
  async page(
    asker: Asker,
    snapshot: AccessSnapshot,
    query: FindingsQuery,
    seesAccounts: boolean,
  ): Promise<SluiceApi.GetBypassFindings200Response> {
    const { kind, severity, limit = DEFAULT_LIMIT, cursor } = query;
    if (kind !== undefined && !BYPASS_KINDS.some(each => each === kind)) {
      throw new InputError(
        `The parameter 'kind' is none of ${BYPASS_KINDS.join(', ')}`,
      );
    }
    const table =
      query.table === undefined
        ? undefined
        : await this.explorer.table(asker, snapshot, query.table);
    const seen = await this.seen(asker, snapshot);
    const wanted = bypassesOf(snapshot)
      .filter(
        each =>
          (kind === undefined || each.kind === kind) &&
          (severity === undefined || each.severity === severity) &&
          (table === undefined || concerns(each, table)) &&
          (each.tables.length === 0
            ? seesAccounts
            : each.tables.some(ref => seen.has(tableKey(ref)))),
      )
      .map(each => ({ finding: each, entityRef: orderOf(each) }))
      .sort((a, b) => (a.entityRef < b.entityRef ? -1 : 1));
    const { page, nextCursor } = pageOf(wanted, { limit, cursor });
    const behind = table ? [table] : snapshot.world.tables;
    const observedAt = snapshot.observedAt(behind, []);
    return {
      items: page.map(({ finding }) =>
        viewFinding(
          {
            ...finding,
            tables: finding.tables.filter(ref => seen.has(tableKey(ref))),
          },
          snapshot,
        ),
      ),
      total: wanted.length,
      ...(nextCursor && { nextCursor }),
      ...(observedAt && { observedAt }),
      stale: snapshot.isStale(behind, []),
    };
  }

  /** Keys of the tables of which the caller may know who reads them, whoever it is. */
  private async seen(
    asker: Asker,
    snapshot: AccessSnapshot,
  ): Promise<Set<string>> {
    const allowed = snapshot.world.tables.filter(entry =>
      maySee(asker.scope, snapshot, undefined, entry),
    );
    const hidden = await this.explorer.hiddenTables(
      asker,
      allowed.map(({ entityRef }) => entityRef),
    );
    return new Set(
      allowed
        .filter(({ entityRef }) => !hidden.has(entityRef))
        .map(({ table }) => tableKey(table.ref)),
    );
  }
}

function orderOf({
  severity,
  kind,
  principal = '',
  id,
}: BypassFinding): string {
  return [SEVERITIES.indexOf(severity), kind, principal, id].join(' ');
}
