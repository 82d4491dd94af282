import { AuditorService } from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import { SluiceApi } from '@sluice/plugin-sluice-common';
import { SluiceClock } from '@sluice/plugin-sluice-node';
import { AccessService, AccessSnapshot } from '../access';
import {
  DriftAction,
  DriftParts,
  refuseUnlessPossible,
  StoredDrift,
  whyNotAllowed,
} from '../drift';
import { Reconciler } from '../reconciler';
import { Requests } from '../requests';
import { requiredText } from '../requests/texts';
import { timeOf } from '../requests/times';
import { audited } from './audited';
import { Authorizer } from './Authorizer';
import { callerName } from './callerName';
import { CatalogVisibility } from './CatalogVisibility';
import { filterOf, pageOf, withoutDetails } from './driftList';
import { DriftSight } from './DriftSight';
import { OpenApiRouter } from './OpenApiRouter';
import { viewDrift } from './viewDrift';

/** Differences of one page, unless the caller says how many. */
const DEFAULT_LIMIT = 50;
const LONGEST_IGNORED_DAYS = 365;
const DAY_MS = 24 * 60 * 60_000;

type AnyRequest = Parameters<Authorizer['require']>[0];

/** Differences between what is declared and granted: who sees them, and what is done about them. */
export function addDriftRoutes(
  router: OpenApiRouter,
  options: {
    access: AccessService;
    auditor: AuditorService;
    authorizer: Authorizer;
    clock: SluiceClock;
    drift: DriftParts;
    reconciler: Reconciler;
    requests: Requests;
    visibility: CatalogVisibility;
  },
): void {
  const { access, auditor, authorizer, clock, visibility } = options;
  const { store, repairs } = options.drift;

  router.get('/drift', async (req, res) => {
    const { snapshot, sight } = await lookOf(req);
    const { status = 'open', limit = DEFAULT_LIMIT, cursor } = req.query;
    const isAsked = filterOf(req.query, snapshot);
    const [all, check] = await Promise.all([
      store.list(clock.now()),
      store.lastCheck(),
    ]);
    const seen = await sight.visible(all.filter(isAsked));
    const { page, nextCursor } = pageOf(
      seen.filter(each => each.status === status),
      { limit, cursor },
    );
    const count = (wanted: SluiceApi.DriftStatus) =>
      seen.filter(each => each.status === wanted).length;
    res.json({
      items: await Promise.all(page.map(each => viewOf(each, sight, snapshot))),
      counts: {
        open: count('open'),
        ignored: count('ignored'),
        gone: count('gone'),
      },
      notRead: (check?.notRead ?? []).map(each =>
        sight.seesAccounts ? each : withoutDetails(each),
      ),
      ...(check && { checkedAt: check.checkedAt }),
      ...(nextCursor && { nextCursor }),
    } as any);
  });

  router.get('/drift/:driftId', async (req, res) => {
    const { snapshot, sight } = await lookOf(req);
    const stored = await seenOne(req.params.driftId, sight);
    res.json((await viewOf(stored, sight, snapshot)) as any);
  });

  router.post('/drift/:driftId/repair', async (req, res) => {
    const { keep = false } = req.body;
    const { sight } = await lookOf(req);
    const stored = await allowedOne(req, sight, keep ? 'keep' : 'repair');
    const { id } = stored.drift;
    const plan = await audited(
      auditor,
      {
        eventId: 'drift-repair-plan',
        request: req,
        meta: { driftId: id, keep },
      },
      async () => {
        refuseUnlessPossible(keep ? 'keep' : 'repair', stored);
        const by = callerName(sight.credentials);
        return keep
          ? repairs.planKeep(stored.drift, by)
          : repairs.plan(stored.drift, by);
      },
      ({ id: planId, subject }) => ({ planId, subject }),
    );
    res.json(plan as any);
  });

  router.post('/drift/:driftId/ignore', async (req, res) => {
    const { snapshot, sight } = await lookOf(req);
    const stored = await allowedOne(req, sight, 'ignore');
    const { id } = stored.drift;
    const reason = requiredText(req.body.reason, 'reason');
    const until = untilOf(req.body.until, clock.now());
    await audited(
      auditor,
      {
        eventId: 'drift-ignore',
        severityLevel: 'medium',
        request: req,
        meta: { driftId: id, reason, until },
      },
      async () => {
        refuseUnlessPossible('ignore', stored);
        const by = callerName(sight.credentials);
        const at = clock.now().toISOString();
        if (await store.ignore(id, { by, at, until, reason })) return;
        refuseUnlessPossible('ignore', await oneOf(id));
      },
    );
    res.json((await viewOf(await oneOf(id), sight, snapshot)) as any);
  });

  router.post('/drift/:driftId/watch', async (req, res) => {
    const { snapshot, sight } = await lookOf(req);
    const stored = await allowedOne(req, sight, 'watch');
    const { id } = stored.drift;
    await audited(
      auditor,
      {
        eventId: 'drift-watch',
        severityLevel: 'medium',
        request: req,
        meta: { driftId: id },
      },
      async () => {
        refuseUnlessPossible('watch', stored);
        if (await store.watch(id)) return;
        refuseUnlessPossible('watch', await oneOf(id));
      },
    );
    res.json((await viewOf(await oneOf(id), sight, snapshot)) as any);
  });

  async function lookOf(req: AnyRequest) {
    const snapshot = await access.current();
    const sight = await DriftSight.of(req, {
      authorizer,
      visibility,
      snapshot,
    });
    return { snapshot, sight };
  }

  async function oneOf(id: string): Promise<StoredDrift> {
    const stored = await store.find(id, clock.now());
    if (stored) return stored;
    throw noSuchDrift(id);
  }

  /** Of what one may not see it is not said that it is there. */
  async function seenOne(id: string, sight: DriftSight): Promise<StoredDrift> {
    const [seen] = await sight.visible([await oneOf(id)]);
    if (seen) return seen;
    throw noSuchDrift(id);
  }

  async function allowedOne(
    req: AnyRequest,
    sight: DriftSight,
    action: DriftAction,
  ): Promise<StoredDrift> {
    const stored = await seenOne(req.params.driftId, sight);
    const why = whyNotAllowed(action, sight.rightsOn(stored.drift));
    if (why) await authorizer.refuse(req, why, { driftId: stored.drift.id });
    return stored;
  }

  async function viewOf(
    stored: StoredDrift,
    sight: DriftSight,
    snapshot: AccessSnapshot,
  ): Promise<SluiceApi.DriftItem> {
    const { drift, repairPlanId } = stored;
    const [request, repairChangeId] = await Promise.all([
      requestOf(drift.subject),
      repairPlanId && options.reconciler.changes.findByPlan(repairPlanId),
    ]);
    return viewDrift(stored, {
      snapshot,
      rights: sight.rightsOn(drift),
      ...(request && { request }),
      ...(repairChangeId && { repairChangeId }),
    });
  }

  /** The last request of a grant is the one that it is held by. */
  async function requestOf(subject?: string): Promise<string | undefined> {
    const grantId = subject?.match(/^grant:(.*)$/)?.[1];
    if (!grantId) return undefined;
    const requests = await options.requests.store.find({
      grantId,
      agreement: ['approved'],
    });
    return requests.at(-1)?.id;
  }
}

function untilOf(text: string, now: Date): string {
  const until = timeOf(text, 'until');
  const latest = now.getTime() + LONGEST_IGNORED_DAYS * DAY_MS;
  if (until > now.getTime() && until <= latest) {
    return new Date(until).toISOString();
  }
  throw new InputError(
    `until is ${text}; name a time that is yet to come, and at most ${LONGEST_IGNORED_DAYS} days ahead`,
  );
}

function noSuchDrift(id: string): NotFoundError {
  return new NotFoundError(
    `There is no difference '${id}'; GET /drift lists them`,
  );
}
