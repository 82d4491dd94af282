import { AuditorService } from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  explainAccess,
  rowSight,
  SluiceApi,
} from '@sluice/plugin-sluice-common';
import { AccessService, AccessSnapshot, TableEntry, Team } from '../access';
import {
  Answer,
  Answers,
  exportAnswers,
  TeamPeople,
  viewAnswer,
} from '../explorer';
import { nearestName } from '../requests/nearestName';
import { timeOf } from '../requests/times';
import { audited } from './audited';
import { AccessScope, Authorizer } from './Authorizer';
import { CatalogVisibility } from './CatalogVisibility';
import { pageOf } from './cursor';
import { entityRefOf } from './entityRefOf';
import { OpenApiRouter } from './OpenApiRouter';
import { isReadable, viewTeam } from './views';

/** Answers of one page, unless the caller says how many. */
const DEFAULT_LIMIT = 50;
const DEFAULT_PRINCIPALS = 20;

const REFUSED =
  'You may see the access of your own teams and to your own data products';

/** Whom or what a question is about, and of when. */
interface Question {
  table?: string;
  column?: string;
  team?: string;
  principal?: string;
  at?: string;
}

/** What is asked, as the caller may see it. */
interface Asked {
  snapshot: AccessSnapshot;
  scope: AccessScope;
  answers: Answer[];
  /** With access, and not for the caller to see. */
  hidden: number;
}

/** Who can see what, and why. */
export function addExplorerRoutes(
  router: OpenApiRouter,
  options: {
    access: AccessService;
    auditor: AuditorService;
    authorizer: Authorizer;
    people: TeamPeople;
    visibility: CatalogVisibility;
  },
): void {
  const { access, auditor, authorizer, people, visibility } = options;

  router.get('/explorer/who-can-see', async (req, res) => {
    res.json(await pageOfAnswers(await whoCanSee(req, req.query), req.query));
  });

  router.post('/explorer/who-can-see-row', async (req, res) => {
    const { table, row, at, limit, cursor } = req.body;
    const values = row as Record<string, string | null>;
    const asked = await whoCanSee(req, { table, at });
    const answers = asked.answers.flatMap((answer): Answer[] => {
      const sight = rowSight(
        answer.access,
        answer.entry.table,
        byColumn(answer.entry, values),
      );
      return sight.row === 'no' ? [] : [{ ...answer, sight }];
    });
    res.json(await pageOfAnswers({ ...asked, answers }, { limit, cursor }));
  });

  router.get('/explorer/what-can-see', async (req, res) => {
    res.json(await pageOfAnswers(await whatCanSee(req, req.query), req.query));
  });

  router.get('/explorer/export', async (req, res) => {
    const { question, format, table, column, team, principal, at } = req.query;
    const about = { table, column, team, principal, at };
    const file = await audited(
      auditor,
      {
        eventId: 'answers-export',
        request: req,
        meta: { question, format, ...present(about) },
      },
      async () => {
        const asked =
          question === 'who-can-see'
            ? await whoCanSee(req, about)
            : await whatCanSee(req, about);
        return exportAnswers(await withPeople(asked.answers, asked.snapshot), {
          question,
          format,
          asked: about,
          observedAt: observedAt(asked),
          now: new Date(),
        });
      },
    );
    res.json(file);
  });

  router.get('/explorer/principals', async (req, res) => {
    const scope = await authorizer.accessScope(req);
    const snapshot = await access.current();
    const { search = '', limit = DEFAULT_PRINCIPALS } = req.query;
    const items = principalsOf(snapshot, scope)
      .filter(({ principal, team }) =>
        matches([principal, team?.title, team?.entityRef], search),
      )
      .slice(0, limit);
    res.json({ items });
  });

  router.get('/explorer/why', async (req, res) => {
    const scope = await authorizer.accessScope(req);
    const snapshot = await snapshotAt(req.query.at);
    const entry = await tableOf(req, scope, snapshot, req.query.table);
    const { principal, team } = whoOf(snapshot, req.query);
    if (!maySee(scope, snapshot, team, entry)) {
      await authorizer.refuse(req, REFUSED, present(req.query));
    }
    const column = columnOf(entry, req.query.column);
    const [answer] = new Answers(snapshot)
      .ofPrincipal(principal, entry)
      .filter(each => each.team?.entityRef === team?.entityRef);
    const [view] = await withPeople([answer], snapshot);
    const { access: found } = answer;
    const explained = explainAccess(
      snapshot.world.index,
      { principal, table: entry.table.ref, ...(column && { column }) },
      team && {
        teams: [{ entityRef: team.entityRef, title: team.title, principal }],
        people: {
          [team.entityRef]: (view.people ?? []).map(({ title }) => title),
        },
      },
    );
    const seen = snapshot.observedAt([entry], team ? [team] : []);
    res.json({
      answer: view,
      ...(column && { column }),
      ...(isReadable(found) && { columns: found.columns }),
      ...(found.level === 'unknown' && { problems: found.problems }),
      warnings: found.warnings,
      reasons: found.reasons,
      ways: explained.ways,
      blockedWays: explained.blockedWays,
      nodes: explained.nodes,
      edges: explained.edges,
      toAllow: explained.toAllow,
      toDisallow: explained.toDisallow,
      findings: [],
      ...(seen && { observedAt: seen }),
      stale: snapshot.isStale([entry], team ? [team] : []),
    });
  });

  async function whoCanSee(
    req: Parameters<Authorizer['accessScope']>[0],
    query: Question,
  ): Promise<Asked> {
    const scope = await authorizer.accessScope(req);
    if (!query.table) throw missing('table');
    const snapshot = await snapshotAt(query.at);
    const entry = await tableOf(req, scope, snapshot, query.table);
    const all = new Answers(snapshot).whoCanSee(
      entry,
      columnOf(entry, query.column),
    );
    const answers = all.filter(({ team }) =>
      maySee(scope, snapshot, team, entry),
    );
    return { snapshot, scope, answers, hidden: all.length - answers.length };
  }

  async function whatCanSee(
    req: Parameters<Authorizer['accessScope']>[0],
    query: Question,
  ): Promise<Asked> {
    const scope = await authorizer.accessScope(req);
    const snapshot = await snapshotAt(query.at);
    const { principal, team } = whoOf(snapshot, query);
    const all = new Answers(snapshot).whatCanSee(principal, team);
    const allowed = all.filter(({ entry }) =>
      maySee(scope, snapshot, team, entry),
    );
    const seesNothing =
      allowed.length === 0 &&
      !scope.allows({
        teamRef: team?.entityRef ?? '',
        productOwnerRefs: [],
      });
    if (seesNothing) await authorizer.refuse(req, REFUSED, present(query));
    const hidden = await visibility.hiddenFrom(
      scope.credentials,
      allowed.map(({ entityRef }) => entityRef),
    );
    const answers = allowed.filter(({ entityRef }) => !hidden.has(entityRef));
    return { snapshot, scope, answers, hidden: all.length - answers.length };
  }

  /** @throws NotAllowedError also for a table that the catalog hides from the caller */
  async function tableOf(
    req: Parameters<Authorizer['refuse']>[0],
    scope: AccessScope,
    snapshot: AccessSnapshot,
    ref: string,
  ): Promise<TableEntry> {
    const entityRef = entityRefOf(ref, 'table');
    const [hidden] = await visibility.hiddenFrom(scope.credentials, [
      entityRef,
    ]);
    if (hidden) await authorizer.refuse(req, REFUSED, { table: entityRef });
    const entry = snapshot.world.findTable(entityRef);
    if (entry) return entry;
    throw new NotFoundError(
      `No table '${entityRef}' was observed in a connected account`,
    );
  }

  async function pageOfAnswers(
    asked: Asked,
    query: {
      level?: string;
      search?: string;
      limit?: number;
      cursor?: string;
    },
  ): Promise<SluiceApi.AccessAnswers> {
    const { level, search = '', limit = DEFAULT_LIMIT, cursor } = query;
    const { answers, hidden, snapshot } = asked;
    const wanted = answers.filter(
      ({ access: { level: actual }, principal, team, entry }) =>
        (!level || actual === level) &&
        matches(
          [principal, team?.title, team?.entityRef, entry.entityRef],
          search,
        ),
    );
    const { page, nextCursor } = pageOf(wanted, { limit, cursor });
    const count = (which: string) =>
      answers.filter(({ access: { level: actual } }) => actual === which)
        .length;
    const at = observedAt(asked);
    return {
      items: await withPeople(page, snapshot),
      total: wanted.length,
      hidden,
      levels: {
        full: count('full'),
        partial: count('partial'),
        unknown: count('unknown'),
      },
      ...(nextCursor && { nextCursor }),
      ...(at && { observedAt: at }),
      stale: snapshot.isStale(
        answers.map(({ entry }) => entry),
        teamsOf(answers),
      ),
    };
  }

  async function withPeople(
    answers: Answer[],
    snapshot: AccessSnapshot,
  ): Promise<SluiceApi.AccessAnswer[]> {
    const members = await people.find(
      teamsOf(answers).map(({ entityRef }) => entityRef),
    );
    return answers.map(answer => {
      const view = viewAnswer(answer, snapshot);
      if (!answer.team) return view;
      const { people: known, count } = members.of(answer.team.entityRef);
      return { ...view, people: known, peopleCount: count };
    });
  }

  async function snapshotAt(at?: string): Promise<AccessSnapshot> {
    return at === undefined
      ? access.current()
      : access.at(new Date(timeOf(at, 'at')));
  }
}

function teamsOf(answers: Answer[]): Team[] {
  return [
    ...new Map(
      answers.flatMap(({ team }) =>
        team ? [[team.entityRef, team] as const] : [],
      ),
    ).values(),
  ];
}

function observedAt({ snapshot, answers }: Asked): string | undefined {
  return snapshot.observedAt(
    answers.map(({ entry }) => entry),
    teamsOf(answers),
  );
}

/** Access of a principal that is no team's is for those who see all, and for the owner. */
function maySee(
  scope: AccessScope,
  snapshot: AccessSnapshot,
  team: Team | undefined,
  { entityRef }: TableEntry,
): boolean {
  return scope.allows(snapshot.resourceOf(team?.entityRef ?? '', entityRef));
}

/** @throws InputError, NotFoundError naming what is wrong with the one that is asked about */
function whoOf(
  snapshot: AccessSnapshot,
  query: Question,
): { principal: string; team?: Team } {
  if ((query.team === undefined) === (query.principal === undefined)) {
    throw new InputError(
      "Name either a 'team' or a 'principal', to say whom the question is about",
    );
  }
  if (query.principal !== undefined) {
    if (!/^arn:aws[\w-]*:iam::\d{12}:(role|user)\/\S+$/.test(query.principal)) {
      throw new InputError(
        `The parameter 'principal' is '${query.principal.slice(
          0,
          200,
        )}', which is no ARN of an IAM role or user`,
      );
    }
    const [team] = snapshot.teamsOf(query.principal);
    return { principal: query.principal, ...(team && { team }) };
  }
  const teamRef = entityRefOf(query.team!, 'team');
  const team = snapshot.findTeam(teamRef);
  if (!team) {
    throw new NotFoundError(
      `No consumer team '${teamRef}' is known; a Group becomes one by its job execution role`,
    );
  }
  if (!team.roleArn) {
    throw new NotFoundError(
      `${team.title} has no job execution role yet, so it can read nothing; onboard it first`,
    );
  }
  return { principal: team.roleArn, team };
}

/** The name as the table has it. @throws NotFoundError with the name that may be meant */
function columnOf(
  { table }: TableEntry,
  column: string | undefined,
): string | undefined {
  if (column === undefined) return undefined;
  const names = table.columns.map(({ name }) => name);
  const found = names.find(name => name.toLowerCase() === column.toLowerCase());
  if (found) return found;
  const nearest = nearestName(column.slice(0, 255), names);
  throw new NotFoundError(
    `${table.ref.tableName} has no column '${column.slice(0, 255)}'${
      nearest ? `; did you mean '${nearest}'?` : ''
    }`,
  );
}

/**
 * Values by the names that the table has.
 * @throws InputError for what is no column; values are not repeated
 */
function byColumn(
  entry: TableEntry,
  row: Record<string, string | null>,
): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      if (value !== null && typeof value !== 'string') {
        throw new InputError(
          `The value of '${column.slice(
            0,
            255,
          )}' in 'row' is neither text nor null`,
        );
      }
      return [columnOf(entry, column)!, value];
    }),
  );
}

/** Principals that the caller may ask about, teams first. */
function principalsOf(
  snapshot: AccessSnapshot,
  scope: AccessScope,
): SluiceApi.KnownPrincipal[] {
  const owners = [
    ...new Set(snapshot.products.flatMap(({ ownerRefs }) => ownerRefs)),
  ];
  const mayAsk = (teamRef: string) =>
    scope.allows({ teamRef, productOwnerRefs: [] }) ||
    scope.allows({ teamRef, productOwnerRefs: owners });
  const accountOf = (principal: string) => principal.split(':')[4] ?? '';
  const teams = snapshot.teams.flatMap(team =>
    team.roleArn && mayAsk(team.entityRef)
      ? [
          {
            principal: team.roleArn,
            accountId: accountOf(team.roleArn),
            team: viewTeam(team),
          },
        ]
      : [],
  );
  const others = mayAsk('')
    ? snapshot.world.index.principalArns
        .filter(arn => snapshot.teamsOf(arn).length === 0)
        .map(principal => ({ principal, accountId: accountOf(principal) }))
    : [];
  return [...teams, ...others];
}

function matches(texts: (string | undefined)[], search: string): boolean {
  const wanted = search.trim().toLowerCase();
  return texts.some(text => text?.toLowerCase().includes(wanted));
}

function missing(parameter: string): InputError {
  return new InputError(`The parameter '${parameter}' is missing`);
}

function present(query: Question): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );
}
