import { InputError, NotFoundError } from '@backstage/errors';
import { SluiceApi } from '@sluice/plugin-sluice-common';
import { AccessSnapshot, TableEntry, Team } from '../access';
import { entityRefOf } from '../router/entityRefOf';
import { isReadable } from '../router/views';
import { Answer, Answers } from './Answers';
import {
  actionOf,
  entityOf,
  evaluationsOf,
  NamedEntity,
  requireSubject,
  requireTable,
  semanticOf,
} from './authzenRequests';
import {
  contextOf,
  Decision,
  denied,
  failed,
  isRead,
} from './authzenDecisions';
import { Asker, Explorer, maySee } from './Explorer';
import { columnOf, whoOf } from './questions';
import { TeamPeople } from './TeamPeople';

type Request = SluiceApi.AuthzenRequest;
type Who = { principal: string; team?: Team };

/** What is decided on: to read rows, and to see that a table is there. */
const ACTIONS = ['read', 'describe'];
const ALIASES = ['select'];

const NOT_VISIBLE = 'This is not visible to you';

/**
 * The explorer's questions in the words of AuthZEN 1.0. A decision is true when
 * something of the table, or of the column, is certainly read; never for what
 * is unknown, nor for what the caller may not see.
 */
export class Authzen {
  constructor(
    private readonly options: {
      explorer: Explorer;
      people: TeamPeople;
      /** Where the caller can ask for access for a team; nowhere, if they may not. */
      askFor: (team: Team, entry: TableEntry) => string | undefined;
      asker: Asker;
      snapshot: AccessSnapshot;
    },
  ) {}

  /** @throws InputError when the request is not of AuthZEN's form */
  async evaluate(request: Request): Promise<Decision> {
    const subject = entityOf(request, 'subject');
    const resource = entityOf(request, 'resource');
    const action = actionOf(request);
    if (![...ACTIONS, ...ALIASES].includes(action)) {
      return denied(`Sluice decides on ${ACTIONS.join(' and ')} only`);
    }
    try {
      return await this.decide(subject, resource);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      return failed(404, error.message);
    }
  }

  /** In their order, up to the one that settles it. */
  async evaluateAll(
    request: Request,
  ): Promise<Decision | { evaluations: Decision[] }> {
    const each = evaluationsOf(request);
    if (!each) return this.evaluate(request);
    const semantic = semanticOf(request);
    const evaluations: Decision[] = [];
    for (const evaluation of each) {
      const answer = await this.evaluateOrDeny(evaluation);
      evaluations.push(answer);
      if (semantic === 'deny_on_first_deny' && !answer.decision) break;
      if (semantic === 'permit_on_first_permit' && answer.decision) break;
    }
    return { evaluations };
  }

  /** Ids of the teams, people or roles that read something; sorted. */
  async subjects(request: Request): Promise<string[]> {
    const { type } = entityOf(request, 'subject', { idIsAsked: true });
    const { snapshot, people } = this.options;
    const resource = entityOf(request, 'resource');
    if (!this.decidesOn(request, type)) return [];
    const entry = await this.seenTable(resource);
    if (!entry) return [];
    const column = columnOf(entry, resource.column);
    const readers = new Answers(snapshot)
      .whoCanSee(entry, column)
      .filter(
        ({ access, team }) => this.isSeen(team, entry) && isReadable(access),
      );
    if (type === 'role') return sorted(readers.map(each => each.principal));
    const teams = readers.flatMap(({ team }) => team?.entityRef ?? []);
    if (type === 'team') return sorted(teams);
    const members = await people.find(teams);
    return sorted(
      teams.flatMap(team =>
        members.of(team).people.map(({ entityRef }) => entityRef),
      ),
    );
  }

  /** Entity refs of the tables of which the subject reads something; sorted. */
  async resources(request: Request): Promise<string[]> {
    const subject = entityOf(request, 'subject');
    const { type, column } = entityOf(request, 'resource', { idIsAsked: true });
    const { explorer, asker, snapshot } = this.options;
    requireTable(type);
    if (!this.decidesOn(request, subject.type)) return [];
    const answers = (await this.whoIs(subject))
      .flatMap(({ principal, team }) =>
        new Answers(snapshot).whatCanSee(principal, team),
      )
      .filter(
        ({ access, team, entry }) =>
          this.isSeen(team, entry) && isRead(access, column),
      );
    const refs = sorted(answers.map(({ entry }) => entry.entityRef));
    const hidden = await explorer.hiddenTables(asker, refs);
    return refs.filter(ref => !hidden.has(ref));
  }

  /** What the subject can do to the table. */
  async actions(request: Request): Promise<string[]> {
    const { decision } = await this.evaluate({
      ...request,
      action: { name: 'read' },
    });
    return decision ? ACTIONS : [];
  }

  private async evaluateOrDeny(request: Request): Promise<Decision> {
    try {
      return await this.evaluate(request);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return failed(400, error.message);
    }
  }

  private async decide(
    subject: NamedEntity,
    resource: NamedEntity,
  ): Promise<Decision> {
    const entry = await this.seenTable(resource);
    if (!entry) return denied(NOT_VISIBLE);
    const column = columnOf(entry, resource.column);
    const who = await this.whoIs(subject);
    const seen = who.filter(({ team }) => this.isSeen(team, entry));
    if (seen.length === 0) {
      return who.length === 0 && subject.type === 'user'
        ? denied('The person is a member of no consumer team that has a role')
        : denied(NOT_VISIBLE);
    }
    const answers = seen.flatMap(({ principal, team }) =>
      new Answers(this.options.snapshot)
        .ofPrincipal(principal, entry)
        .filter(each => each.team?.entityRef === team?.entityRef),
    );
    const best =
      answers.find(({ access }) => isRead(access, column)) ??
      answers.find(({ access }) => access.level === 'unknown') ??
      answers[0];
    const decision = isRead(best.access, column);
    return { decision, context: contextOf(best, this.linkFor(best, decision)) };
  }

  private linkFor(
    { access, team, entry }: Answer,
    decision: boolean,
  ): string | undefined {
    return !decision && team && access.level !== 'unknown'
      ? this.options.askFor(team, entry)
      : undefined;
  }

  private decidesOn(request: Request, subjectType: string): boolean {
    requireSubject(subjectType);
    return [...ACTIONS, ...ALIASES].includes(actionOf(request));
  }

  private isSeen(team: Team | undefined, entry: TableEntry): boolean {
    const { asker, snapshot } = this.options;
    return maySee(asker.scope, snapshot, team, entry);
  }

  /** Nothing, of a table that the catalog hides. @throws NotFoundError when there is none */
  private async seenTable({
    type,
    id,
  }: NamedEntity): Promise<TableEntry | undefined> {
    requireTable(type);
    const { explorer, asker, snapshot } = this.options;
    const entityRef = entityRefOf(id, 'resource.id');
    const [hidden] = await explorer.hiddenTables(asker, [entityRef]);
    if (hidden) return undefined;
    const entry = snapshot.world.findTable(entityRef);
    if (entry) return entry;
    throw new NotFoundError(
      `No table '${entityRef}' was observed in a connected account`,
    );
  }

  /** The roles behind a subject: those of all teams of a person. */
  private async whoIs({ type, id }: NamedEntity): Promise<Who[]> {
    requireSubject(type);
    const { snapshot, people } = this.options;
    if (type === 'role') return [whoOf(snapshot, { principal: id })];
    if (type === 'team') return [whoOf(snapshot, { team: id })];
    const groups = await people.groupsOf(entityRefOf(id, 'subject.id'));
    return groups.flatMap(ref => {
      const team = snapshot.findTeam(ref);
      return team?.roleArn ? [{ principal: team.roleArn, team }] : [];
    });
  }
}

function sorted(ids: string[]): string[] {
  return [...new Set(ids)].sort();
}
