import { DiscoveryService } from '@backstage/backend-plugin-api';
import {
  SluiceApi,
  sluiceRequestCreatePermission,
} from '@sluice/plugin-sluice-common';
import { RequestHandler } from 'express';
import { Authzen, Explorer, pageOfRequest, TeamPeople } from '../explorer';
import { Authorizer } from './Authorizer';
import { pageOf } from './cursor';
import { OpenApiRouter } from './OpenApiRouter';

/** Results of one page of a search. */
const MAX_RESULTS = 100;

/** The explorer's questions as AuthZEN 1.0 evaluations and searches, with the caller's rights. */
export function addAuthzenRoutes(
  router: OpenApiRouter,
  options: {
    authorizer: Authorizer;
    discovery: DiscoveryService;
    explorer: Explorer;
    people: TeamPeople;
  },
): void {
  const { authorizer, discovery, explorer, people } = options;
  router.get('/.well-known/authzen-configuration', async (_req, res) => {
    const base = await discovery.getExternalBaseUrl('sluice');
    res.json({
      policy_decision_point: base,
      access_evaluation_endpoint: `${base}/access/v1/evaluation`,
      access_evaluations_endpoint: `${base}/access/v1/evaluations`,
      search_subject_endpoint: `${base}/access/v1/search/subject`,
      search_resource_endpoint: `${base}/access/v1/search/resource`,
      search_action_endpoint: `${base}/access/v1/search/action`,
    });
  });

  router.post('/access/v1/evaluation', async (req, res) => {
    const authzen = await authzenFor(req);
    res.json({ ...(await authzen.evaluate(req.body)) });
  });

  router.post('/access/v1/evaluations', async (req, res) => {
    const authzen = await authzenFor(req);
    res.json({ ...(await authzen.evaluateAll(req.body)) });
  });

  router.post('/access/v1/search/subject', async (req, res) => {
    const authzen = await authzenFor(req);
    const ids = await authzen.subjects(req.body);
    res.json(resultsOf(ids, req.body, id => entity(req.body.subject, id)));
  });

  router.post('/access/v1/search/resource', async (req, res) => {
    const authzen = await authzenFor(req);
    const ids = await authzen.resources(req.body);
    res.json(resultsOf(ids, req.body, id => entity(req.body.resource, id)));
  });

  router.post('/access/v1/search/action', async (req, res) => {
    const authzen = await authzenFor(req);
    const names = await authzen.actions(req.body);
    res.json(resultsOf(names.sort(), req.body, name => ({ name })));
  });

  async function authzenFor(
    req: Parameters<Authorizer['asker']>[0],
  ): Promise<Authzen> {
    const asker = await authorizer.asker(req);
    const mayAsk = await authorizer.accessScope(
      req,
      sluiceRequestCreatePermission,
    );
    return new Authzen({
      explorer,
      people,
      asker,
      snapshot: await explorer.snapshotAt(),
      askFor: ({ entityRef: team }, { entityRef: table }) =>
        mayAsk.allows({ teamRef: team, productOwnerRefs: [] })
          ? `/sluice/request-access?${new URLSearchParams({ team, table })}`
          : undefined,
    });
  }
}

/** AuthZEN wants the id of a request back with its answer, and with a refusal. */
export const repeatRequestId: RequestHandler = (req, res, next) => {
  const id = req.get('X-Request-ID');
  if (id) res.set('X-Request-ID', id);
  next();
};

function resultsOf<T>(
  ids: string[],
  request: SluiceApi.AuthzenRequest,
  view: (id: string) => T,
): {
  results: T[];
  page: { next_token: string; count: number; total: number };
} {
  const { page, nextCursor = '' } = pageOf(
    ids.map(entityRef => ({ entityRef })),
    pageOfRequest(request, MAX_RESULTS),
  );
  return {
    results: page.map(({ entityRef }) => view(entityRef)),
    page: { next_token: nextCursor, count: page.length, total: ids.length },
  };
}

function entity(asked: SluiceApi.AuthzenEntity | undefined, id: string) {
  return { type: asked?.type, id };
}
