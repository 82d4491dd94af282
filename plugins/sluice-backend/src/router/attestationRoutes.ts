import { InputError } from '@backstage/errors';
import { AccessService, AccessSnapshot } from '../access';
import {
  AttestationParts,
  AttestationPosition,
  StoredAttestation,
} from '../attestations';
import { DriftParts } from '../drift';
import { AccessScope, Authorizer } from './Authorizer';
import { CatalogVisibility } from './CatalogVisibility';
import { decodeCursor, encodeCursor } from './cursor';
import { entityRefOf } from './entityRefOf';
import { OpenApiRouter } from './OpenApiRouter';
import {
  SeenAttestation,
  verdictOn,
  viewAttestation,
  viewAttestationSummary,
} from './viewAttestation';

/** Attestations of one page, unless the caller says how many. */
const DEFAULT_LIMIT = 50;

/** What verifications have shown: who may see it, and what of it. */
export function addAttestationRoutes(
  router: OpenApiRouter,
  options: {
    access: AccessService;
    attestations: Pick<AttestationParts, 'store' | 'proofs'>;
    authorizer: Authorizer;
    drift: Pick<DriftParts, 'stages'>;
    visibility: CatalogVisibility;
  },
): void {
  const { access, attestations, authorizer, drift, visibility } = options;
  const { store, proofs } = attestations;

  router.get('/attestations', async (req, res) => {
    const scope = await authorizer.accessScope(req);
    const { limit = DEFAULT_LIMIT, verdict } = req.query;
    const team = req.query.team && entityRefOf(req.query.team, 'team');
    const table = req.query.table && entityRefOf(req.query.table, 'table');
    const snapshot = await access.current();
    const items: SeenAttestation[] = [];
    let next = positionOf(req.query.cursor);
    do {
      const page = await store.page(
        { team, table },
        { limit: limit - items.length, before: next },
      );
      const seen = await seenOf(page.items, scope, snapshot);
      items.push(
        ...seen.filter(
          ({ stored, tables }) =>
            (!verdict ||
              verdictOn(stored.document, tables).verdict === verdict) &&
            (!table ||
              tables.some(
                ({ expectation }) => expectation.tableEntityRef === table,
              )),
        ),
      );
      next = page.next;
    } while (next !== undefined && items.length < limit);
    res.json({
      items: items.map(each => viewAttestationSummary(each, snapshot)),
      ...(next && {
        nextCursor: encodeCursor(`${next.attestedAt} ${next.id}`),
      }),
    });
  });

  router.get('/attestations/:attestationId', async (req, res) => {
    const scope = await authorizer.accessScope(req);
    const { attestationId } = req.params;
    const stored = await store.get(attestationId);
    const snapshot = await access.current();
    const [seen] = await seenOf([stored], scope, snapshot);
    if (!seen) {
      await authorizer.refuse(
        req,
        'You may see attestations of the access of your own teams and to your own data products',
        { attestationId },
      );
    }
    const world = await drift.stages.of(snapshot);
    res.json(
      viewAttestation(seen, snapshot, await proofs.at({ snapshot, world })),
    );
  });

  /** Those of which the caller may see anything, with the tables that it is. */
  async function seenOf(
    all: StoredAttestation[],
    scope: AccessScope,
    snapshot: AccessSnapshot,
  ): Promise<SeenAttestation[]> {
    const allowed = all.map(stored => {
      const { team, tables } = stored.document;
      return {
        stored,
        tables: tables.filter(({ expectation }) =>
          scope.allows(snapshot.resourceOf(team, expectation.tableEntityRef)),
        ),
      };
    });
    const hidden = await visibility.hiddenFrom(scope.credentials, [
      ...new Set(
        allowed.flatMap(({ tables }) =>
          tables.map(({ expectation }) => expectation.tableEntityRef),
        ),
      ),
    ]);
    return allowed
      .map(({ stored, tables }) => ({
        stored,
        tables: tables.filter(
          ({ expectation }) => !hidden.has(expectation.tableEntityRef),
        ),
      }))
      .filter(
        ({ stored: { document }, tables }) =>
          tables.length > 0 ||
          (document.tables.length === 0 &&
            scope.allows({ teamRef: document.team, productOwnerRefs: [] })),
      );
  }
}

/** @throws InputError for a cursor of another list */
function positionOf(cursor?: string): AttestationPosition | undefined {
  if (cursor === undefined) return undefined;
  const [attestedAt, id] = decodeCursor(cursor).split(' ');
  if (attestedAt && id) return { attestedAt, id };
  throw new InputError('The cursor is not one of this list');
}
