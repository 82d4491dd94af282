import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { Requests } from '../requests';
import { audited } from './audited';
import { entityRefOf } from './entityRefOf';
import { OpenApiRouter } from './OpenApiRouter';

/**
 * Who stands in for whom. Everybody hands over their own decisions, and nobody
 * else's, so that no permission is asked for: a delegation gives what the one
 * who delegates may decide when it is used, and no more.
 */
export function addDelegationRoutes(
  router: OpenApiRouter,
  options: {
    auditor: AuditorService;
    httpAuth: HttpAuthService;
    requests: Pick<Requests, 'delegations' | 'people'>;
  },
): void {
  const { auditor, httpAuth, requests } = options;
  const { delegations, people } = requests;

  router.get('/delegations', async (req, res) => {
    res.json({ items: await delegations.listOf(await userOf(req)) });
  });

  router.post('/delegations', async (req, res) => {
    const from = await userOf(req);
    const to = entityRefOf(req.body.to, 'to');
    const delegation = await audited(
      auditor,
      {
        eventId: 'delegation-create',
        severityLevel: 'medium',
        request: req,
        meta: { from, to },
      },
      async () => {
        if (!(await people.exists(to))) {
          throw new InputError(
            `The catalog has no user ${to}; name one such as user:default/jane`,
          );
        }
        return delegations.create(from, { ...req.body, to });
      },
      ({ id }) => ({ delegationId: id }),
    );
    res.status(201).json(delegation);
  });

  router.post('/delegations/:delegationId/end', async (req, res) => {
    const user = await userOf(req);
    const { delegationId } = req.params;
    const delegation = await audited(
      auditor,
      {
        eventId: 'delegation-end',
        severityLevel: 'medium',
        request: req,
        meta: { delegationId },
      },
      () => delegations.end(user, delegationId),
    );
    res.json(delegation);
  });

  async function userOf(
    request: Parameters<HttpAuthService['credentials']>[0],
  ): Promise<string> {
    const { principal } = await httpAuth.credentials(request, {
      allow: ['user'],
    });
    return principal.userEntityRef;
  }
}
