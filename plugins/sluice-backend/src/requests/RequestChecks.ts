import { InputError } from '@backstage/errors';
import {
  AccessConsequence,
  AccessOverlap,
  AccessRequest,
  AccessTerms,
  AccountObservation,
  BlueprintFacts,
  consequencesOf,
  DesiredResource,
  grantSteps,
  observationsOf,
  observedState,
  overlapsOf,
  PlanStep,
  PreflightFinding,
  titleOfResource,
} from '@sluice/plugin-sluice-common';
import { ConnectedAccount } from '@sluice/plugin-sluice-node';
import { AccessService, AccessSnapshot } from '../access';
import { DeclarationStore } from '../declarations';
import { DrawnGrant, drawGrant, tablesOf } from './drawnGrant';
import { RequestStore } from './RequestStore';
import { TeamReading } from './TeamReading';

/** In the names of what is to be made, until the grant has an id. */
const NEW_GRANT = 'new';

/** Terms, and for whom. */
export interface AskedGrant {
  /** Entity ref of the team. */
  team: string;
  terms: AccessTerms;
  /** Absent for a grant that is yet to be asked for. */
  grantId?: string;
  /** Request whose place it would take. */
  supersedes?: string;
  /** Request whose terms these are, or would be instead. */
  requestId?: string;
}

/** Something that is to be made in Lake Formation, Glue or RAM. */
export interface NeededPermission {
  title: string;
  /** Name of the account. */
  account: string;
  why: string;
  /** Whether it is there, exactly so, as last observed. */
  exists: boolean;
}

/** What would come of terms. */
export interface RequestCheck {
  findings: PreflightFinding[];
  overlaps: AccessOverlap[];
  /** With the entity ref of the table; for the caller to leave out what others may not see. */
  consequences: (AccessConsequence & { tableRef: string })[];
  permissions: NeededPermission[];
  /** Entity refs of teams by the ARN of their role. */
  teamRefs: Map<string, string>;
}

/**
 * Says what would come of a grant: what is impossible, what the team reads
 * already, whose access would differ, what would be made. It answers from what
 * was observed and declared, without a call to AWS, so that a form can ask while
 * it is filled in.
 */
export class RequestChecks {
  constructor(
    private readonly options: {
      access: Pick<AccessService, 'current'>;
      declarations: Pick<DeclarationStore, 'list'>;
      store: Pick<RequestStore, 'find' | 'get'>;
      /** Connected accounts. */
      accounts: () => ConnectedAccount[];
    },
  ) {}

  /**
   * @throws NotFoundError when there is no request that it would supersede
   * @throws InputError when that one is another team's
   */
  async check(asked: AskedGrant): Promise<RequestCheck> {
    const { team: teamRef, terms } = asked;
    const [snapshot, facts, grantId, others] = await Promise.all([
      this.options.access.current(),
      this.facts(),
      this.grantIdOf(asked),
      this.othersOf(asked),
    ]);
    const request = { grantId, team: teamRef, terms };
    // Of a large estate, looking at everything would take seconds.
    const observed = observationsOf(
      snapshot.world.observations,
      tablesOf(request, facts),
    );
    const drawn = drawGrant(request, snapshot, { facts, observed });
    const steps = stepsOf(drawn, observed);
    const reading = new TeamReading(teamRef, {
      snapshot,
      terms,
      observed,
      drawn,
      steps,
    });
    return {
      findings: [...drawn.findings, ...reading.findings()],
      overlaps: overlapsOf({
        team: reading.title,
        terms,
        accessTo: table => reading.accessTo(table),
        others: others.filter(each => !isOfGrant(each, { ...asked, grantId })),
      }),
      consequences: consequences(snapshot, steps),
      permissions: drawn.wanted.map(resource =>
        neededPermission(resource, observed),
      ),
      teamRefs: new Map(
        snapshot.teams.flatMap(({ roleArn, entityRef }) =>
          roleArn ? [[roleArn, entityRef]] : [],
        ),
      ),
    };
  }

  /** Grants to a part of a table need neither issuers nor shares, which AWS would have to be asked for. */
  private async facts(): Promise<BlueprintFacts> {
    return {
      accounts: this.options
        .accounts()
        .map(({ name, accountId, region }) => ({ name, accountId, region })),
      declarations: await this.options.declarations.list(),
      oidcIssuers: {},
      heldShares: {},
    };
  }

  private async grantIdOf({
    team,
    grantId,
    supersedes,
  }: AskedGrant): Promise<string> {
    if (supersedes === undefined) return grantId ?? NEW_GRANT;
    const predecessor = await this.options.store.get(supersedes);
    if (predecessor.team === team) return predecessor.grantId;
    throw new InputError(
      `Request ${supersedes} is not of ${team}. Name a request of the same team, or none.`,
    );
  }

  private othersOf({ team, terms }: AskedGrant): Promise<AccessRequest[]> {
    return this.options.store.find({
      teams: [team],
      tables: terms.tables.map(({ table }) => table),
      agreement: ['pending', 'approved'],
    });
  }
}

/** What the grant itself gives now, or is asked to give, is not beside it. */
function isOfGrant(
  { id, grantId, fulfilment }: AccessRequest,
  asked: AskedGrant,
): boolean {
  return (
    id === asked.requestId ||
    id === asked.supersedes ||
    (grantId === asked.grantId && fulfilment.status === 'active')
  );
}

function stepsOf(
  { wanted, before }: DrawnGrant,
  observed: AccountObservation[],
): PlanStep[] {
  const ids = new Set(wanted.map(({ id }) => id));
  return grantSteps({
    wanted,
    // What cannot be drawn takes nothing away, either.
    unwanted: wanted.length > 0 ? before.filter(({ id }) => !ids.has(id)) : [],
    observed,
  });
}

function consequences(
  { world, teams }: AccessSnapshot,
  steps: PlanStep[],
): RequestCheck['consequences'] {
  return consequencesOf({
    before: world.index,
    steps,
    readers: teams.flatMap(({ roleArn, title }) =>
      roleArn ? [{ principal: roleArn, title }] : [],
    ),
  }).flatMap(consequence => {
    const entry = world.tables.find(
      ({ table: { ref } }) =>
        ref.catalogId === consequence.catalogId &&
        `${ref.databaseName}.${ref.tableName}` === consequence.table,
    );
    return entry ? [{ ...consequence, tableRef: entry.entityRef }] : [];
  });
}

function neededPermission(
  resource: DesiredResource,
  observed: AccountObservation[],
): NeededPermission {
  const { type, account, properties, why } = resource;
  return {
    title: titleOfResource(type, properties as never),
    account,
    why,
    exists: observedState(resource, observed) === 'same',
  };
}
