import { InputError } from '@backstage/errors';
import {
  approvalStepsOf,
  sluiceTableReadPermission,
} from '@sluice/plugin-sluice-common';
import { Requests } from '../requests';
import { Authorizer } from './Authorizer';
import { entityRefOf } from './entityRefOf';
import { OpenApiRouter } from './OpenApiRouter';
import { RequestAuthorizer, RequestScope } from './RequestAuthorizer';
import { viewStep } from './viewRequest';

/** What would come of a request, for those who ask and those who decide. */
export function addRequestCheckRoutes(
  router: OpenApiRouter,
  options: {
    authorizer: Authorizer;
    requestAuthorizer: RequestAuthorizer;
    requests: Pick<Requests, 'checks' | 'policy' | 'service'>;
  },
): void {
  const { authorizer, requestAuthorizer, requests } = options;
  const { service, checks, policy } = requests;
  const escalationRefs = policy.escalation?.to ?? [];

  router.get('/requests/:requestId/check', async (req, res) => {
    const scope = await requestAuthorizer.scope(req);
    const { team, terms, grantId, supersedes, agreement, id } =
      await requestAuthorizer.require(req, scope, {
        requestId: req.params.requestId,
        right: 'read',
      });
    const check = await checks.check({
      team,
      terms,
      grantId,
      supersedes,
      requestId: id,
    });
    res.json({
      ...(await seen(req, scope, check)),
      steps: agreement.steps.map(step =>
        viewStep(step, { snapshot: scope.snapshot, escalationRefs }),
      ),
    } as any);
  });

  router.post('/request-checks', async (req, res) => {
    const scope = await requestAuthorizer.personalScope(req);
    const { team, terms, supersedes, requestId } = req.body;
    const teamRef = entityRefOf(team, 'team');
    const about = requestId
      ? await requestAuthorizer.require(req, scope, {
          requestId,
          right: 'read',
        })
      : undefined;
    if (!about) await requestAuthorizer.requireToAsk(req, teamRef);
    await requestAuthorizer.refuseHiddenTables(scope, terms);
    if (about && about.team !== teamRef) {
      throw new InputError(`Request ${requestId} is not of ${teamRef}`);
    }
    const resolved = service.resolveTerms(terms, scope.snapshot, about?.terms);
    const check = await checks.check({
      team: teamRef,
      terms: resolved,
      grantId: about?.grantId,
      supersedes: about?.supersedes ?? supersedes,
      requestId,
    });
    res.json({
      ...(await seen(req, scope, check)),
      steps: approvalStepsOf(resolved, policy).map(step =>
        viewStep(step, { snapshot: scope.snapshot, escalationRefs }),
      ),
    } as any);
  });

  router.get('/request-policy', async (req, res) => {
    await authorizer.require(req, sluiceTableReadPermission);
    res.json({
      maxDurationMinutes: policy.maxDurationMinutes,
      defaultDurationMinutes: policy.defaultDurationMinutes,
      sensitiveClassifications: [
        ...new Set(policy.sensitive.flatMap(each => each.classifications)),
      ],
    });
  });

  /** Without what becomes of teams whose access the caller may not see. */
  async function seen(
    req: Parameters<Authorizer['require']>[0],
    { snapshot }: RequestScope,
    check: Awaited<ReturnType<typeof checks.check>>,
  ) {
    const scope = await authorizer.accessScope(req);
    const { teamRefs, ...rest } = check;
    return {
      ...rest,
      consequences: check.consequences.filter(({ principal, tableRef }) => {
        const teamRef = teamRefs.get(principal);
        return (
          teamRef !== undefined &&
          scope.allows(snapshot.resourceOf(teamRef, tableRef))
        );
      }),
    };
  }
}
