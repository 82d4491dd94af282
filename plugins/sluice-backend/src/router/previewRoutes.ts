import { AuditorService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { sluicePreviewReadPermission } from '@sluice/plugin-sluice-common';
import type { Request } from 'express';
import { AccessService } from '../access';
import { PreviewService } from '../previews';
import { audited } from './audited';
import { Authorizer } from './Authorizer';
import { CatalogVisibility } from './CatalogVisibility';
import { entityRefOf } from './entityRefOf';
import { OpenApiRouter } from './OpenApiRouter';

const REFUSED = 'You may preview what your own teams read';

/** Rows of a table as a team reads them. */
export function addPreviewRoutes(
  router: OpenApiRouter,
  options: {
    access: AccessService;
    auditor: AuditorService;
    authorizer: Authorizer;
    previews: PreviewService;
    visibility: CatalogVisibility;
  },
): void {
  const { access, auditor, authorizer, previews, visibility } = options;

  router.get('/previews/estimate', async (req, res) => {
    const { sight } = await sightOf(req, req.query);
    res.json(await previews.estimate(sight));
  });

  router.post('/previews', async (req, res) => {
    const { sight, user } = await sightOf(req, req.body);
    const preview = await audited(
      auditor,
      {
        eventId: 'preview-create',
        request: req,
        severityLevel: 'medium',
        meta: {
          team: sight.team.entityRef,
          table: sight.entry.entityRef,
        },
      },
      () => previews.create(sight, user, req.body.limit),
      // Which rows were shown is never said, only how many.
      ({ queryIds = [], rows }) => ({ queryIds, rowCount: rows.length }),
    );
    res.json(preview);
  });

  async function sightOf(
    req: Request<any, any, any, any, any>,
    asked: { team: string; table: string },
  ) {
    const scope = await authorizer.accessScope(
      req,
      sluicePreviewReadPermission,
    );
    const snapshot = await access.current();
    const team = entityRefOf(asked.team, 'team');
    const table = entityRefOf(asked.table, 'table');
    const [hidden] = await visibility.hiddenFrom(scope.credentials, [table]);
    if (hidden || !scope.allows(snapshot.resourceOf(team, table))) {
      await authorizer.refuse(req, REFUSED, { team, table });
    }
    const found = snapshot.findTeam(team);
    const entry = snapshot.world.findTable(table);
    if (!found) throw new NotFoundError(`No consumer team '${team}' is known`);
    if (!entry) {
      throw new NotFoundError(
        `No table '${table}' was observed in a connected account`,
      );
    }
    const { principal } = scope.credentials;
    return {
      sight: { snapshot, team: found, entry },
      user:
        principal.type === 'user' ? principal.userEntityRef : principal.subject,
    };
  }
}
