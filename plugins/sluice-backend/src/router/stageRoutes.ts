import {
  AccessStages,
  DeclaredSubject,
  SluiceApi,
  StageProof,
  stagesOf,
} from '@sluice/plugin-sluice-common';
import { SluiceClock } from '@sluice/plugin-sluice-node';
import { AccessService, AccessSnapshot, Team } from '../access';
import { AttestationParts } from '../attestations';
import { DriftCounts, DriftParts } from '../drift';
import { StageWorld } from '../drift/StageWorlds';
import { Authorizer } from './Authorizer';
import { CatalogVisibility } from './CatalogVisibility';
import { pageOf } from './cursor';
import { entityRefOf } from './entityRefOf';
import { OpenApiRouter } from './OpenApiRouter';
import { StagePair, stagePairs } from './stagePairs';
import { viewGrant, viewProduct, viewTeam } from './views';

/** Pairs of one page, unless the caller says how many. */
const DEFAULT_LIMIT = 50;

/** Declared, granted, effective and observed access side by side. */
export function addStageRoutes(
  router: OpenApiRouter,
  options: {
    access: AccessService;
    attestations: Pick<AttestationParts, 'proofs'>;
    authorizer: Authorizer;
    clock: SluiceClock;
    drift: DriftParts;
    visibility: CatalogVisibility;
  },
): void {
  const { access, attestations, authorizer, clock, drift, visibility } =
    options;

  router.get('/stages', async (req, res) => {
    const scope = await authorizer.accessScope(req);
    const { product, limit = DEFAULT_LIMIT, cursor } = req.query;
    const { differs = false } = req.query;
    const teamRef = req.query.team && entityRefOf(req.query.team, 'team');
    const tableRef = req.query.table && entityRefOf(req.query.table, 'table');
    const snapshot = await access.current();
    const world = await drift.stages.of(snapshot);
    const proofs = await attestations.proofs.at({ snapshot, world });
    const tables = snapshot
      .tables(product?.map(ref => entityRefOf(ref, 'product')))
      .filter(({ entityRef }) => !tableRef || entityRef === tableRef);
    const asked = stagePairs({
      snapshot,
      declarations: world.declared.map(({ declaration }) => declaration),
      teams: snapshot.teams.filter(
        ({ entityRef }) => !teamRef || entityRef === teamRef,
      ),
      tables,
      differing: proofs.differing(),
    });
    const allowed = asked.filter(({ team, entry }) =>
      scope.allows(snapshot.resourceOf(team.entityRef, entry.entityRef)),
    );
    const hidden = await visibility.hiddenFrom(
      scope.credentials,
      allowed.map(({ entry }) => entry.entityRef),
    );
    const seen = allowed
      .filter(({ entry }) => !hidden.has(entry.entityRef))
      .map(pair => ({
        ...pair,
        answer: answerOf(
          pair,
          world,
          proofs.of(pair.team.entityRef, pair.entry.entityRef),
        ),
      }));
    const differing = seen.filter(({ answer }) => answer.differences.length);
    const shown = differs ? differing : seen;
    const { page, nextCursor } = pageOf(shown, { limit, cursor });
    const entries = page.map(({ entry }) => entry);
    const teams = page.map(({ team }) => team);
    const observedAt = snapshot.observedAt(entries, teams);
    const counts = DriftCounts.of(
      await drift.store.listOpen(clock.now()),
      snapshot,
    );
    res.json({
      items: page.map(each => viewStages(each, snapshot, counts)),
      total: shown.length,
      differing: differing.length,
      hiddenTeams: teamsOf(asked).size - teamsOf(allowed).size,
      ...(nextCursor && { nextCursor }),
      ...(observedAt && { observedAt }),
      stale: snapshot.isStale(entries, teams),
    } as any);
  });
}

function answerOf(
  { team, entry }: StagePair,
  { declared, ...worlds }: StageWorld,
  proof: StageProof | undefined,
): AccessStages {
  return stagesOf({
    ...worlds,
    table: entry.table.ref,
    ...(team.roleArn && { principal: team.roleArn }),
    ...(proof && { proof }),
    declared: declared.filter(each => isOfTeam(each, team)),
  });
}

function isOfTeam({ declaration }: DeclaredSubject, team: Team): boolean {
  return (
    'team' in declaration &&
    declaration.team.toLocaleLowerCase('en-US') === team.entityRef
  );
}

function viewStages(
  { team, entry, answer }: StagePair & { answer: AccessStages },
  snapshot: AccessSnapshot,
  counts: DriftCounts,
): SluiceApi.AccessStages {
  const access = snapshot.accessOf(team, entry);
  return {
    team: viewTeam(team),
    tableEntityRef: entry.entityRef,
    table: entry.table.ref,
    ...viewProduct(entry, snapshot),
    ...viewGrant(team, entry, access, snapshot),
    ...answer,
    drift: counts.between(team.entityRef, entry.entityRef),
  };
}

function teamsOf(pairs: StagePair[]): Set<string> {
  return new Set(pairs.map(({ team }) => team.entityRef));
}
