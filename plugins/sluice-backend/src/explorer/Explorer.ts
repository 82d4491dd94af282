import { InputError, NotFoundError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { SluiceApi } from '@sluice/plugin-sluice-common';
import { AccessService, AccessSnapshot, TableEntry, Team } from '../access';
import { timeOf } from '../requests/times';
import { AccessScope } from '../router/Authorizer';
import { CatalogVisibility } from '../router/CatalogVisibility';
import { entityRefOf } from '../router/entityRefOf';
import { Answer, Answers, viewAnswer } from './Answers';
import { explanationOf } from './explanationOf';
import { Asked, pageOfAnswers, PageQuery, teamsOf } from './pageOfAnswers';
import { columnOf, present, Question, whoOf } from './questions';
import { TeamPeople } from './TeamPeople';

const REFUSED =
  'You may see the access of your own teams and to your own data products';

/** Who asks, and how a refusal gets on record. */
export interface Asker {
  scope: AccessScope;
  refuse(message: string, meta: JsonObject): Promise<never>;
}

/** Who can see what, and why, as far as whoever asks may know it. */
export class Explorer {
  constructor(
    private readonly options: {
      access: AccessService;
      people: TeamPeople;
      visibility: CatalogVisibility;
    },
  ) {}

  /** What was known at a moment; now, when none is named. */
  async snapshotAt(at?: string): Promise<AccessSnapshot> {
    const { access } = this.options;
    return at === undefined
      ? access.current()
      : access.at(new Date(timeOf(at, 'at')));
  }

  async whoCanSee(
    asker: Asker,
    snapshot: AccessSnapshot,
    query: Question,
  ): Promise<Asked> {
    if (!query.table) {
      throw new InputError(`The parameter 'table' is missing`);
    }
    refuseOthers('who-can-see', query, ['team', 'principal']);
    const entry = await this.table(asker, snapshot, query.table);
    const all = new Answers(snapshot).whoCanSee(
      entry,
      columnOf(entry, query.column),
    );
    const answers = all.filter(({ team }) =>
      maySee(asker.scope, snapshot, team, entry),
    );
    return { snapshot, answers, hidden: all.length - answers.length };
  }

  async whatCanSee(
    asker: Asker,
    snapshot: AccessSnapshot,
    query: Question,
  ): Promise<Asked> {
    const { scope } = asker;
    refuseOthers('what-can-see', query, ['table', 'column']);
    const { principal, team } = whoOf(snapshot, query);
    const all = new Answers(snapshot).whatCanSee(principal, team);
    const allowed = all.filter(({ entry }) =>
      maySee(scope, snapshot, team, entry),
    );
    const seesNothing =
      allowed.length === 0 &&
      !scope.allows({ teamRef: team?.entityRef ?? '', productOwnerRefs: [] });
    if (seesNothing) await asker.refuse(REFUSED, present(query));
    const hidden = await this.hiddenTables(
      asker,
      allowed.map(({ entityRef }) => entityRef),
    );
    const answers = allowed.filter(({ entityRef }) => !hidden.has(entityRef));
    return { snapshot, answers, hidden: all.length - answers.length };
  }

  /** Those of some tables that the catalog hides from the caller. */
  async hiddenTables(
    { scope }: Asker,
    entityRefs: string[],
  ): Promise<Set<string>> {
    return this.options.visibility.hiddenFrom(scope.credentials, entityRefs);
  }

  async why(
    asker: Asker,
    snapshot: AccessSnapshot,
    query: Question & { table: string },
  ): Promise<SluiceApi.AccessExplanation> {
    const entry = await this.table(asker, snapshot, query.table);
    const { principal, team } = whoOf(snapshot, query);
    if (!maySee(asker.scope, snapshot, team, entry)) {
      await asker.refuse(REFUSED, present(query));
    }
    const [answer] = new Answers(snapshot)
      .ofPrincipal(principal, entry)
      .filter(each => each.team?.entityRef === team?.entityRef);
    const [view] = await this.withPeople([answer], snapshot);
    return explanationOf(snapshot, {
      answer,
      view,
      column: columnOf(entry, query.column),
    });
  }

  /** @throws NotAllowedError also for a table that the catalog hides from the caller */
  async table(
    asker: Asker,
    snapshot: AccessSnapshot,
    ref: string,
  ): Promise<TableEntry> {
    const entityRef = entityRefOf(ref, 'table');
    const [hidden] = await this.hiddenTables(asker, [entityRef]);
    if (hidden) await asker.refuse(REFUSED, { table: entityRef });
    const entry = snapshot.world.findTable(entityRef);
    if (entry) return entry;
    throw new NotFoundError(
      `No table '${entityRef}' was observed in a connected account`,
    );
  }

  async page(
    asked: Asked,
    query: PageQuery = {},
  ): Promise<SluiceApi.AccessAnswers> {
    const { page, ...summary } = pageOfAnswers(asked, query);
    return {
      ...summary,
      items: await this.withPeople(page, asked.snapshot),
    };
  }

  async withPeople(
    answers: Answer[],
    snapshot: AccessSnapshot,
  ): Promise<SluiceApi.AccessAnswer[]> {
    const members = await this.options.people.find(
      teamsOf(answers).map(({ entityRef }) => entityRef),
    );
    return answers.map(answer => {
      const view = viewAnswer(answer, snapshot);
      if (!answer.team) return view;
      const { people: known, count } = members.of(answer.team.entityRef);
      return { ...view, people: known, peopleCount: count };
    });
  }
}

/** Access of a principal that is no team's is for those who see all, and for the owner. */
export function maySee(
  scope: AccessScope,
  snapshot: AccessSnapshot,
  team: Team | undefined,
  { entityRef }: Pick<TableEntry, 'entityRef'>,
): boolean {
  return scope.allows(snapshot.resourceOf(team?.entityRef ?? '', entityRef));
}

/** What does not belong to a question would be left out of its answer unsaid. */
function refuseOthers(
  question: string,
  query: Question,
  names: (keyof Question)[],
): void {
  const found = names.find(name => query[name] !== undefined);
  if (found) {
    throw new InputError(
      `The parameter '${found}' does not belong to ${question}; leave it out`,
    );
  }
}
