import {
  AuditorService,
  DiscoveryService,
  HttpAuthService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import {
  sluiceAccountReadPermission,
  sluiceObservationRunPermission,
  sluiceTableReadPermission,
} from '@sluice/plugin-sluice-common';
import { AwsConnectionService, SluiceClock } from '@sluice/plugin-sluice-node';
import express from 'express';
import { AccessService, AccessSnapshot, TableEntry } from '../access';
import { AttestationParts, Reverification } from '../attestations';
import { DriftCounts, DriftParts } from '../drift';
import { CatalogFeedService } from '../feed';
import { Jobs } from '../jobs';
import { ObservationService } from '../observer';
import { PreviewService } from '../previews';
import { Reconciler } from '../reconciler';
import { Requests } from '../requests';
import { timeOf } from '../requests/times';
import { createOpenApiRouter } from '../schema/openapi';
import { accessMatrix } from './accessMatrix';
import { accountStatus } from './accountStatus';
import { audited } from './audited';
import { CallerCredentials, Authorizer } from './Authorizer';
import { CatalogVisibility } from './CatalogVisibility';
import { pageOf } from './cursor';
import { entityRefOf } from './entityRefOf';
import { addAccountRoutes } from './accountRoutes';
import { addAttestationRoutes } from './attestationRoutes';
import { addChangeRoutes } from './changeRoutes';
import { Explorer, TeamPeople } from '../explorer';
import { addAuthzenRoutes, repeatRequestId } from './authzenRoutes';
import { addExplorerRoutes } from './explorerRoutes';
import { addDelegationRoutes } from './delegationRoutes';
import { addDriftRoutes } from './driftRoutes';
import { RequestAuthorizer } from './RequestAuthorizer';
import { addHistoryRoutes } from './historyRoutes';
import { addRequestCheckRoutes } from './requestCheckRoutes';
import { addRequestRoutes } from './requestRoutes';
import { addJobRoutes } from './jobRoutes';
import { addPreviewRoutes } from './previewRoutes';
import { addReviewRoutes } from './reviewRoutes';
import { addStageRoutes } from './stageRoutes';
import { myAccess } from './myAccess';
import { explainRefusal, jsonBody, refuseUnusable } from './requestValidation';
import { viewAccess, viewTable, viewTeam } from './views';

/** Tables of one page of the matrix, unless the caller says how many. */
const DEFAULT_MATRIX_LIMIT = 100;

const ACCESS_REFUSED =
  'You may see the access of your own teams and to your own data products';

export interface RouterOptions {
  access: AccessService;
  attestations: AttestationParts;
  connection: AwsConnectionService;
  jobs: Jobs;
  /** Absent when Sluice does not verify by itself. */
  reverification?: Reverification;
  auditor: AuditorService;
  authorizer: Authorizer;
  clock: SluiceClock;
  drift: DriftParts;
  explorer: Explorer;
  discovery: DiscoveryService;
  people: TeamPeople;
  previews: PreviewService;
  feed: CatalogFeedService;
  httpAuth: HttpAuthService;
  observations: ObservationService;
  reconciler: Reconciler;
  requestAuthorizer: RequestAuthorizer;
  requests: Requests;
  userInfo: UserInfoService;
  visibility: CatalogVisibility;
}

/** The REST API, as `schema/openapi.yaml` describes it. */
export async function createRouter(
  options: RouterOptions,
): Promise<express.Router> {
  const { access, auditor, authorizer, feed, observations } = options;
  const { userInfo, visibility } = options;
  const router = await createOpenApiRouter({
    middleware: [repeatRequestId, jsonBody],
  });
  router.use(refuseUnusable);
  addAccountRoutes(router, options);
  addChangeRoutes(router, options);
  addRequestRoutes(router, options);
  addRequestCheckRoutes(router, options);
  addDelegationRoutes(router, options);
  addReviewRoutes(router, options);
  addHistoryRoutes(router, options);
  addExplorerRoutes(router, options);
  addAuthzenRoutes(router, options);
  addDriftRoutes(router, options);
  addPreviewRoutes(router, options);
  addStageRoutes(router, options);
  addAttestationRoutes(router, options);
  addJobRoutes(router, options);

  router.get('/accounts', async (req, res) => {
    await authorizer.require(req, sluiceAccountReadPermission);
    const snapshot = await access.current();
    res.json({
      items: snapshot.accounts.map(state => accountStatus(state, snapshot)),
    });
  });

  router.post('/observations', async (req, res) => {
    await authorizer.require(req, sluiceObservationRunPermission);
    const { accountName } = req.body;
    const accounts = await audited(
      auditor,
      { eventId: 'observation-start', request: req, meta: { accountName } },
      () => observations.trigger(accountName),
      started => ({ accounts: started }),
    );
    res.status(202).json({ accounts });
  });

  router.get('/access-matrix', async (req, res) => {
    const credentials = await authorizer.require(
      req,
      sluiceTableReadPermission,
    );
    const scope = await authorizer.accessScope(req);
    const { product, at, limit = DEFAULT_MATRIX_LIMIT, cursor } = req.query;
    const snapshot = await snapshotAt(at);
    const tables = await tablesOfVisibleProducts(
      snapshot,
      credentials,
      product?.map(ref => entityRefOf(ref, 'product')),
    );
    const { page, nextCursor } = pageOf(tables, { limit, cursor });
    const hidden = await visibility.hiddenFrom(
      credentials,
      page.map(({ entityRef }) => entityRef),
    );
    res.json(
      accessMatrix({
        snapshot,
        scope,
        tables,
        page: page.filter(({ entityRef }) => !hidden.has(entityRef)),
        nextCursor,
        // What was found of late says nothing of the past.
        ...(at === undefined && { drift: await driftCounts(snapshot) }),
      }),
    );
  });

  router.get('/effective-access', async (req, res) => {
    const scope = await authorizer.accessScope(req);
    const snapshot = await snapshotAt(req.query.at);
    const teamRef = entityRefOf(req.query.team, 'team');
    const tableRef = entityRefOf(req.query.table, 'table');
    // Before the look-up: who may not see a team is not told whether it exists.
    const [hidden] = await visibility.hiddenFrom(scope.credentials, [tableRef]);
    if (hidden || !scope.allows(snapshot.resourceOf(teamRef, tableRef))) {
      await authorizer.refuse(req, ACCESS_REFUSED, {
        team: teamRef,
        table: tableRef,
      });
    }
    const team = requireTeam(snapshot, teamRef);
    const entry = requireTable(snapshot, tableRef);
    res.json(viewAccess(team, entry, snapshot));
  });

  router.get('/teams/:namespace/:name/access', async (req, res) => {
    const scope = await authorizer.accessScope(req);
    const snapshot = await access.current();
    const teamRef = stringifyEntityRef({ kind: 'group', ...req.params });
    const allowed = snapshot.world.tables.filter(({ entityRef }) =>
      scope.allows(snapshot.resourceOf(teamRef, entityRef)),
    );
    const seesTeam = scope.allows({ teamRef, productOwnerRefs: [] });
    if (!seesTeam && allowed.length === 0) {
      await authorizer.refuse(req, ACCESS_REFUSED, { team: teamRef });
    }
    const team = requireTeam(snapshot, teamRef);
    const readable = allowed.filter(
      entry => snapshot.accessOf(team, entry).level !== 'none',
    );
    const hidden = await visibility.hiddenFrom(
      scope.credentials,
      readable.map(({ entityRef }) => entityRef),
    );
    const items = readable.filter(({ entityRef }) => !hidden.has(entityRef));
    const observedAt = snapshot.observedAt(allowed, [team]);
    res.json({
      team: viewTeam(team),
      items: items.map(entry => viewAccess(team, entry, snapshot)),
      ...(observedAt && { observedAt }),
      stale: snapshot.isStale(allowed, [team]),
    });
  });

  router.get('/tables/:namespace/:name', async (req, res) => {
    const credentials = await authorizer.require(
      req,
      sluiceTableReadPermission,
    );
    const tableRef = stringifyEntityRef({ kind: 'resource', ...req.params });
    const [hidden] = await visibility.hiddenFrom(credentials, [tableRef]);
    // The catalog says of what it hides that it is not there; so do we.
    if (hidden) throw noSuchTable(tableRef);
    const snapshot = await access.current();
    res.json(viewTable(requireTable(snapshot, tableRef), snapshot));
  });

  router.get('/my-access', async (req, res) => {
    const scope = await authorizer.userAccessScope(req);
    const { ownershipEntityRefs } = await userInfo.getUserInfo(
      scope.credentials,
    );
    const snapshot = await access.current();
    res.json(myAccess({ snapshot, scope, ownershipEntityRefs }));
  });

  router.get('/catalog-feed', async (req, res) => {
    await authorizer.requireService(req);
    // It is asked for when an observation was announced, maybe by another backend.
    const snapshot = await access.current({ fresh: true });
    res.json(await feed.page(snapshot, req.query));
  });

  router.use(explainRefusal);

  async function snapshotAt(at?: string): Promise<AccessSnapshot> {
    return at === undefined
      ? access.current()
      : access.at(new Date(timeOf(at, 'at')));
  }

  async function driftCounts(snapshot: AccessSnapshot): Promise<DriftCounts> {
    const open = await options.drift.store.listOpen(options.clock.now());
    return DriftCounts.of(open, snapshot);
  }

  async function tablesOfVisibleProducts(
    snapshot: AccessSnapshot,
    credentials: CallerCredentials,
    productRefs?: string[],
  ): Promise<TableEntry[]> {
    const hidden = await visibility.hiddenFrom(
      credentials,
      productRefs ?? snapshot.products.map(({ entityRef }) => entityRef),
    );
    return snapshot.tables(productRefs).filter(({ entityRef }) => {
      const product = snapshot.productOf(entityRef);
      return !product || !hidden.has(product.entityRef);
    });
  }

  return router;
}

function requireTeam(snapshot: AccessSnapshot, entityRef: string) {
  const team = snapshot.findTeam(entityRef);
  if (team) return team;
  throw new NotFoundError(
    `No consumer team '${entityRef}' is known; a Group becomes one by its job execution role`,
  );
}

function requireTable(snapshot: AccessSnapshot, entityRef: string) {
  const entry = snapshot.world.findTable(entityRef);
  if (entry) return entry;
  throw noSuchTable(entityRef);
}

function noSuchTable(entityRef: string): NotFoundError {
  return new NotFoundError(
    `No table '${entityRef}' was observed in a connected account`,
  );
}
