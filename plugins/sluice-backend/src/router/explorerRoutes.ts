import { AuditorService } from '@backstage/backend-plugin-api';
import {
  rowSight,
  sluiceAccountReadPermission,
} from '@sluice/plugin-sluice-common';
import {
  Answer,
  byColumn,
  Explorer,
  exportAnswers,
  Findings,
  matches,
  observedAt,
  present,
  principalsOf,
  WhatIf,
} from '../explorer';
import { audited } from './audited';
import { Authorizer } from './Authorizer';
import { OpenApiRouter } from './OpenApiRouter';

const DEFAULT_PRINCIPALS = 20;

/** Who can see what, and why. */
export function addExplorerRoutes(
  router: OpenApiRouter,
  options: {
    auditor: AuditorService;
    authorizer: Authorizer;
    explorer: Explorer;
  },
): void {
  const { auditor, authorizer, explorer } = options;
  const whatIf = new WhatIf(explorer);
  const findings = new Findings(explorer);

  router.get('/explorer/who-can-see', async (req, res) => {
    const asker = await authorizer.asker(req);
    const snapshot = await explorer.snapshotAt(req.query.at);
    const asked = await explorer.whoCanSee(asker, snapshot, req.query);
    res.json(await explorer.page(asked, req.query));
  });

  router.post('/explorer/who-can-see-row', async (req, res) => {
    const asker = await authorizer.asker(req);
    const { table, row, at, limit, cursor } = req.body;
    const values = row as Record<string, string | null>;
    const snapshot = await explorer.snapshotAt(at);
    const asked = await explorer.whoCanSee(asker, snapshot, { table });
    const answers = asked.answers.flatMap((answer): Answer[] => {
      const sight = rowSight(
        answer.access,
        answer.entry.table,
        byColumn(answer.entry, values),
      );
      return sight.row === 'no' ? [] : [{ ...answer, sight }];
    });
    res.json(await explorer.page({ ...asked, answers }, { limit, cursor }));
  });

  router.get('/explorer/what-can-see', async (req, res) => {
    const asker = await authorizer.asker(req);
    const snapshot = await explorer.snapshotAt(req.query.at);
    const asked = await explorer.whatCanSee(asker, snapshot, req.query);
    res.json(await explorer.page(asked, req.query));
  });

  router.get('/explorer/export', async (req, res) => {
    const asker = await authorizer.asker(req);
    const { question, format } = req.query;
    const about = present(req.query);
    const file = await audited(
      auditor,
      {
        eventId: 'answers-export',
        request: req,
        meta: { question, format, ...about },
      },
      async () => {
        const snapshot = await explorer.snapshotAt(req.query.at);
        const asked =
          question === 'who-can-see'
            ? await explorer.whoCanSee(asker, snapshot, about)
            : await explorer.whatCanSee(asker, snapshot, about);
        return exportAnswers(
          await explorer.withPeople(asked.answers, snapshot),
          {
            question,
            format,
            asked: about,
            observedAt: observedAt(asked),
            now: new Date(),
          },
        );
      },
    );
    res.json(file);
  });

  router.get('/explorer/findings', async (req, res) => {
    const asker = await authorizer.asker(req);
    const seesAccounts = await authorizer.holds(
      asker.scope.credentials,
      sluiceAccountReadPermission,
    );
    const snapshot = await explorer.snapshotAt();
    res.json(await findings.page(asker, snapshot, req.query, seesAccounts));
  });

  router.get('/explorer/principals', async (req, res) => {
    const { scope } = await authorizer.asker(req);
    const snapshot = await explorer.snapshotAt();
    const { search = '', limit = DEFAULT_PRINCIPALS } = req.query;
    const items = principalsOf(snapshot, scope)
      .filter(({ principal, team }) =>
        matches([principal, team?.title, team?.entityRef], search),
      )
      .slice(0, limit);
    res.json({ items });
  });

  router.get('/explorer/why', async (req, res) => {
    const asker = await authorizer.asker(req);
    const snapshot = await explorer.snapshotAt(req.query.at);
    res.json(await explorer.why(asker, snapshot, req.query));
  });

  router.post('/explorer/what-if', async (req, res) => {
    const asker = await authorizer.asker(req);
    const snapshot = await explorer.snapshotAt();
    res.json(await whatIf.ask(asker, snapshot, req.body));
  });
}
