import { AuditorService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { ConflictError } from '@backstage/errors';
import {
  Change,
  Plan,
  sluiceChangeApplyPermission,
  sluiceChangeReadPermission,
  sluicePlanCreatePermission,
  SETUP_RULES,
} from '@sluice/plugin-sluice-common';
import { Reconciler } from '../reconciler';
import { requiredText } from '../requests/texts';
import { audited } from './audited';
import { AccessScope, Authorizer } from './Authorizer';
import { callerName } from './callerName';
import { decodePosition, nextCursorOf } from './cursor';
import { exportPlan } from './exportPlan';
import { OpenApiRouter } from './OpenApiRouter';

/** Changes of one page, unless the caller says how many. */
const DEFAULT_LIMIT = 50;

/** Plans and changes: who may make them, see them, apply them. */
export function addChangeRoutes(
  router: OpenApiRouter,
  options: {
    authorizer: Authorizer;
    auditor: AuditorService;
    reconciler: Reconciler;
  },
): void {
  const { authorizer, auditor, reconciler } = options;
  const { plans, changes, readiness } = reconciler;

  router.post('/plans', async (req, res) => {
    const credentials = await authorizer.require(
      req,
      sluicePlanCreatePermission,
    );
    const { kind, declaration } = req.body;
    const plan = await audited(
      auditor,
      { eventId: 'plan-create', request: req, meta: { kind } },
      async () => {
        if (declaration.kind === 'accessGrant') throw onlyByRequest();
        return plans.create({
          kind,
          declaration,
          createdBy: callerName(credentials),
        });
      },
      ({ id, subject }) => ({ planId: id, subject }),
    );
    res.json(plan as any);
  });

  router.get('/plans/:planId', async (req, res) => {
    await authorizer.require(req, sluiceChangeReadPermission);
    res.json((await plans.get(req.params.planId)) as any);
  });

  router.get('/plans/:planId/export', async (req, res) => {
    await authorizer.require(req, sluiceChangeReadPermission);
    const plan = await plans.get(req.params.planId);
    res.json(
      exportPlan(plan, req.query.format, reconciler.contexts.accounts()),
    );
  });

  router.post('/changes', async (req, res) => {
    const credentials = await authorizer.require(
      req,
      sluiceChangeApplyPermission,
    );
    const { planId } = req.body;
    const reason = requiredText(req.body.reason, 'reason');
    const change = await audited(
      auditor,
      {
        eventId: 'change-create',
        severityLevel: 'medium',
        request: req,
        meta: { planId, reason },
      },
      async () => {
        refuseAgreement(await plans.get(planId));
        return changes.create({
          planId,
          reason,
          createdBy: callerName(credentials),
        });
      },
      ({ summary }) => ({ changeId: summary.id, subject: summary.subject }),
    );
    res.status(202).json(change as any);
  });

  router.get('/changes', async (req, res) => {
    await authorizer.require(req, sluiceChangeReadPermission);
    const { subject, limit = DEFAULT_LIMIT, cursor } = req.query;
    const { items, next } = await changes.list({
      subject,
      limit,
      before: decodePosition(cursor),
    });
    res.json({
      items,
      ...nextCursorOf(next),
    });
  });

  router.get('/changes/:changeId', async (req, res) => {
    await authorizer.require(req, sluiceChangeReadPermission);
    res.json((await changes.get(req.params.changeId)) as any);
  });

  router.post('/changes/:changeId/resume', async (req, res) => {
    const change = await steer(req, 'change-resume', async (id, by) => {
      refuseAgreement((await changes.get(id)).summary);
      return changes.resume(id, by);
    });
    res.status(202).json(change as any);
  });

  router.post('/changes/:changeId/cancel', async (req, res) => {
    const change = await steer(req, 'change-cancel', (id, by) =>
      changes.cancel(id, by),
    );
    res.status(202).json(change as any);
  });

  router.post('/changes/:changeId/undo-plan', async (req, res) => {
    const credentials = await authorizer.require(
      req,
      sluicePlanCreatePermission,
    );
    const { changeId } = req.params;
    const plan = await audited(
      auditor,
      { eventId: 'plan-undo', request: req, meta: { changeId } },
      async () => {
        refuseAgreement((await changes.get(changeId)).summary);
        return changes.planUndo(changeId, callerName(credentials));
      },
      ({ id }) => ({ planId: id }),
    );
    res.json(plan as any);
  });

  router.get('/teams/:namespace/:name/readiness', async (req, res) => {
    const scope = await authorizer.accessScope(req);
    const teamRef = stringifyEntityRef({ kind: 'group', ...req.params });
    await requireSight(req, scope, teamRef);
    res.json((await readiness.check(teamRef)) as any);
  });

  router.get('/set-up-rules', async (req, res) => {
    await authorizer.require(req, sluiceChangeReadPermission);
    res.json({ items: [...SETUP_RULES] });
  });

  /** Has a change go on or stop, for those who may, and on record. */
  async function steer(
    request: Parameters<Authorizer['require']>[0],
    eventId: string,
    action: (changeId: string, by: string) => Promise<Change>,
  ): Promise<Change> {
    const credentials = await authorizer.require(
      request,
      sluiceChangeApplyPermission,
    );
    const { changeId } = request.params;
    return audited(
      auditor,
      { eventId, severityLevel: 'medium', request, meta: { changeId } },
      () => action(changeId, callerName(credentials)),
    );
  }

  /** Members see their own team; whoever sees all changes, every team. */
  async function requireSight(
    req: Parameters<Authorizer['require']>[0],
    scope: AccessScope,
    teamRef: string,
  ): Promise<void> {
    if (!scope.allows({ teamRef, productOwnerRefs: [] })) {
      await authorizer.require(req, sluiceChangeReadPermission);
    }
  }
}

/**
 * What was agreed on is made true, and taken back, by its request alone. A
 * repair does neither: it restores what the agreement in force says already.
 */
function refuseAgreement({ kind, subject }: Pick<Plan, 'kind' | 'subject'>) {
  if (kind !== 'repair' && subject.startsWith('grant:')) throw onlyByRequest();
}

function onlyByRequest(): Error {
  return new ConflictError(
    'Access of a team is given, tried again and ended by its request, so that nobody has access that was not approved. Go to the request, or ask for access.',
  );
}
