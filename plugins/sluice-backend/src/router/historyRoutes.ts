import { InputError } from '@backstage/errors';
import { RequestEventType, TRANSITIONS } from '@sluice/plugin-sluice-common';
import { AuditorService } from '@backstage/backend-plugin-api';
import { AccessSnapshot } from '../access';
import { Requests } from '../requests';
import { RequestEventFilter } from '../requests/RequestEvents';
import { timeOf } from '../requests/times';
import { audited } from './audited';
import { decodePosition, nextCursorOf } from './cursor';
import { entityRefOf } from './entityRefOf';
import { OpenApiRouter } from './OpenApiRouter';
import { RequestAuthorizer, RequestScope } from './RequestAuthorizer';

/** Events of one page, unless the caller says how many. */
const DEFAULT_LIMIT = 50;

/** What is asked of the history; as in `openapi.yaml`. */
interface HistoryQuery {
  team?: string;
  table?: string;
  product?: string;
  request?: string;
  grant?: string;
  review?: string;
  person?: string;
  type?: string;
  since?: string;
  until?: string;
}

/** What happened to requests and grants, as far as the caller may see them. */
export function addHistoryRoutes(
  router: OpenApiRouter,
  options: {
    auditor: AuditorService;
    requestAuthorizer: RequestAuthorizer;
    requests: Pick<Requests, 'history'>;
  },
): void {
  const { auditor, requestAuthorizer, requests } = options;
  const { history } = requests;

  router.get('/history', async (req, res) => {
    const scope = await requestAuthorizer.scope(req);
    const { limit = DEFAULT_LIMIT, cursor } = req.query;
    const { items, next } = await history.page(
      filterOf(req.query, scope.snapshot),
      {
        ...readerOf(scope),
        limit,
        before: decodePosition(cursor),
      },
    );
    res.json({ items, ...nextCursorOf(next) });
  });

  router.get('/history/export', async (req, res) => {
    const scope = await requestAuthorizer.scope(req);
    const { format } = req.query;
    const filter = filterOf(req.query, scope.snapshot);
    // Who took the whole of it away is itself of interest.
    const file = await audited(
      auditor,
      { eventId: 'history-export', request: req, meta: { format, ...filter } },
      () => history.export(filter, { ...readerOf(scope), format }),
    );
    res.json(file);
  });
}

function readerOf(scope: RequestScope) {
  return {
    mayRead: (request: Parameters<RequestScope['may']>[1]) =>
      scope.may('read', request),
  };
}

/** @throws InputError naming the parameter that is wrong */
function filterOf(
  query: HistoryQuery,
  snapshot: AccessSnapshot,
): RequestEventFilter {
  const { request, grant, review, type, since, until } = query;
  const [team, table, product, person] = (
    ['team', 'table', 'product', 'person'] as const
  ).map(name => query[name] && entityRefOf(query[name]!, name));
  const tables = tablesOf({ table, product }, snapshot);
  return {
    ...(team && { team }),
    ...(tables && { tables }),
    ...(request && { requestId: request }),
    ...(grant && { grantId: grant }),
    ...(review && { reviewId: review }),
    ...(person && { person }),
    ...(type && { type: typeOf(type) }),
    ...(since && { since: momentOf(since, 'since') }),
    ...(until && { until: momentOf(until, 'until') }),
  };
}

function tablesOf(
  { table, product }: { table?: string; product?: string },
  snapshot: AccessSnapshot,
): string[] | undefined {
  if (!product) return table ? [table] : undefined;
  const served =
    snapshot.products.find(({ entityRef }) => entityRef === product)
      ?.tableRefs ?? [];
  return table ? served.filter(each => each === table) : served;
}

function typeOf(text: string): RequestEventType {
  const types = TRANSITIONS.map(({ event }) => event);
  const type = types.find(each => each === text);
  if (type) return type;
  throw new InputError(
    `The parameter 'type' is '${text}'; expected one of ${types.join(', ')}`,
  );
}

function momentOf(text: string, name: string): string {
  return new Date(timeOf(text, name)).toISOString();
}
