import { AuditorService } from '@backstage/backend-plugin-api';
import { AccessRequest } from '@sluice/plugin-sluice-common';
import { Requests } from '../requests';
import { audited } from './audited';
import { Authorizer } from './Authorizer';
import { decodePosition, nextCursorOf } from './cursor';
import { entityRefOf } from './entityRefOf';
import { OpenApiRouter } from './OpenApiRouter';
import { RequestAuthorizer, RequestRight } from './RequestAuthorizer';
import { listRequests } from './requestList';
import { callerOf, RequestViews } from './RequestViews';

/** Requests of one page, unless the caller says how many. */
const DEFAULT_LIMIT = 50;

type AnyRequest = Parameters<Authorizer['require']>[0];

/** What a route does to a request for a person. */
type RequestAct = (
  caller: ReturnType<typeof callerOf>,
  requestId: string,
) => Promise<AccessRequest>;

/** Asking for access, deciding on it, and ending it. */
export function addRequestRoutes(
  router: OpenApiRouter,
  options: {
    auditor: AuditorService;
    requestAuthorizer: RequestAuthorizer;
    requests: Requests;
  },
): void {
  const { auditor, requestAuthorizer, requests } = options;
  const { service, store, policy } = requests;
  const views = new RequestViews(requests);

  router.post('/requests', async (req, res) => {
    const scope = await requestAuthorizer.personalScope(req);
    const team = entityRefOf(req.body.team, 'team');
    await requestAuthorizer.requireToAsk(req, team);
    await requestAuthorizer.refuseHiddenTables(scope, req.body.terms);
    const request = await audited(
      auditor,
      {
        eventId: 'request-create',
        request: req,
        severityLevel: 'medium',
        meta: { team },
      },
      () => service.create(callerOf(scope), { ...req.body, team }),
      ({ id }) => ({ requestId: id }),
    );
    res.status(201).json((await views.whole(request, scope)) as any);
  });

  router.get('/requests', async (req, res) => {
    const scope = await requestAuthorizer.scope(req);
    const { list, phase, limit = DEFAULT_LIMIT, cursor } = req.query;
    const { items, next } = await listRequests({
      store,
      scope,
      query: {
        list,
        phase,
        ...refsOf(req.query),
      },
      escalationRefs: policy.escalation?.to ?? [],
      limit,
      before: decodePosition(cursor),
    });
    const summaries = await Promise.all(
      items.map(request => views.summary(request, scope)),
    );
    res.json({
      items: summaries,
      ...nextCursorOf(next),
    });
  });

  router.get('/requests/:requestId', async (req, res) => {
    const scope = await requestAuthorizer.scope(req);
    const request = await requestAuthorizer.require(req, scope, {
      requestId: req.params.requestId,
      right: 'read',
    });
    res.json((await views.whole(request, scope)) as any);
  });

  router.put('/requests/:requestId', async (req, res) => {
    res.json(
      await act(req, 'update', 'request-edit', (caller, id) =>
        service.edit(caller, id, req.body),
      ),
    );
  });

  router.post('/requests/:requestId/submit', async (req, res) => {
    res.json(
      await act(req, 'update', 'request-submit', (caller, id) =>
        service.submit(caller, id, req.body.revision),
      ),
    );
  });

  router.post('/requests/:requestId/withdraw', async (req, res) => {
    res.json(
      await act(req, 'update', 'request-withdraw', (caller, id) =>
        service.withdraw(caller, id, req.body),
      ),
    );
  });

  router.post('/requests/:requestId/approve', async (req, res) => {
    res.json(
      await act(req, 'decide', 'request-approve', (caller, id) =>
        service.approve(caller, id, req.body),
      ),
    );
  });

  router.post('/requests/:requestId/deny', async (req, res) => {
    res.json(
      await act(req, 'decide', 'request-deny', (caller, id) =>
        service.deny(caller, id, req.body),
      ),
    );
  });

  router.post('/requests/:requestId/reduce', async (req, res) => {
    res.json(
      await act(req, 'end', 'grant-reduce', (caller, id) =>
        service.reduce(caller, id, req.body),
      ),
    );
  });

  router.post('/requests/:requestId/revoke', async (req, res) => {
    res.json(
      await act(req, 'end', 'grant-revoke', (caller, id) =>
        service.revoke(caller, id, req.body),
      ),
    );
  });

  router.post('/requests/:requestId/resume', async (req, res) => {
    res.json(
      await act(req, 'end', 'grant-resume', (caller, id) =>
        service.resume(caller, id, req.body.revision),
      ),
    );
  });

  /** Does something to a request for a person who may, and leaves it on record. */
  async function act(
    req: AnyRequest,
    right: RequestRight,
    eventId: string,
    action: RequestAct,
  ): Promise<any> {
    const scope = await requestAuthorizer.personalScope(req);
    const { requestId } = req.params;
    const { revision } = req.body;
    const before = await requestAuthorizer.require(req, scope, {
      requestId,
      right,
    });
    const request = await audited(
      auditor,
      {
        eventId,
        severityLevel: 'medium',
        request: req,
        meta: { requestId, revision, team: before.team },
      },
      async () => {
        await requestAuthorizer.refuseHiddenTables(scope, req.body.terms);
        return action(callerOf(scope, before), requestId);
      },
      after => ({
        before: before.agreement.status,
        after: after.agreement.status,
      }),
    );
    return views.whole(request, scope);
  }
}

function refsOf(query: {
  team?: string;
  table?: string;
  product?: string;
  person?: string;
}) {
  const names = ['team', 'table', 'product', 'person'] as const;
  return Object.fromEntries(
    names.flatMap(name => {
      const text = query[name];
      return text === undefined ? [] : [[name, entityRefOf(text, name)]];
    }),
  );
}
