import { EffectiveAccess } from '@sluice/plugin-sluice-common';
import { ConnectedAccount } from '@sluice/plugin-sluice-node';
import type { SluiceAccessResource } from '@sluice/plugin-sluice-node';
import { RunSummary } from '../store';
import { ObservedWorld } from './ObservedWorld';
import { TableEntry } from './TableEntries';
import { Directory, Product, Team } from './TeamDirectory';

/** A connected account and its last observation. */
export interface AccountState {
  account: ConnectedAccount;
  /** Absent while the account was never read. */
  run?: RunSummary;
  stale: boolean;
}

/**
 * What Sluice knows at one moment: what was observed, joined with the teams and
 * products of the catalog. Answers every question about access; what rests on
 * an observation that is too old, it answers with *unknown*.
 */
export class AccessSnapshot {
  readonly world: ObservedWorld;
  readonly accounts: AccountState[];
  readonly teams: Team[];
  readonly products: Product[];
  private readonly teamsByRef: Map<string, Team>;
  private readonly teamsByRole = new Map<string, Team[]>();
  private readonly productsByTable = new Map<string, Product[]>();
  private readonly accountsByName: Map<string, AccountState>;

  constructor(options: {
    world: ObservedWorld;
    accounts: AccountState[];
    directory: Directory;
  }) {
    this.world = options.world;
    this.accounts = options.accounts;
    this.teams = options.directory.teams;
    this.products = options.directory.products;
    this.teamsByRef = new Map(this.teams.map(team => [team.entityRef, team]));
    for (const team of this.teams) {
      if (!team.roleArn) continue;
      const others = this.teamsByRole.get(team.roleArn);
      if (others) others.push(team);
      else this.teamsByRole.set(team.roleArn, [team]);
    }
    this.accountsByName = new Map(
      this.accounts.map(state => [state.account.name, state]),
    );
    for (const product of this.products) {
      for (const tableRef of product.tableRefs) {
        const products = this.productsByTable.get(tableRef);
        if (products) products.push(product);
        else this.productsByTable.set(tableRef, [product]);
      }
    }
  }

  findTeam(entityRef: string): Team | undefined {
    return this.teamsByRef.get(entityRef);
  }

  /** Tables in the order of their entity refs; of these products only, when some are named. */
  tables(productRefs?: string[]): TableEntry[] {
    if (!productRefs) return this.world.tables;
    const wanted = new Set(
      this.products
        .filter(product => productRefs.includes(product.entityRef))
        .flatMap(product => product.tableRefs),
    );
    return this.world.tables.filter(({ entityRef }) => wanted.has(entityRef));
  }

  /** The data product that serves a table; the first by name, should there be several. */
  productOf(tableRef: string): Product | undefined {
    return this.productsByTable.get(tableRef)?.[0];
  }

  /** Owners of all data products that serve a table. */
  productOwnersOf(tableRef: string): string[] {
    const products = this.productsByTable.get(tableRef) ?? [];
    return [...new Set(products.flatMap(product => product.ownerRefs))].sort();
  }

  /** What `sluice.access.read` is decided on; also for a team or table that does not exist. */
  resourceOf(teamRef: string, tableRef: string): SluiceAccessResource {
    return { teamRef, productOwnerRefs: this.productOwnersOf(tableRef) };
  }

  /** Tables of which the team may read something; of all others it reads nothing. */
  tablesWithin(team: Team): TableEntry[] {
    return team.roleArn ? this.world.tablesWithin(team.roleArn) : [];
  }

  /** The teams that run their jobs as a role. */
  teamsOf(roleArn: string): Team[] {
    return this.teamsByRole.get(roleArn) ?? [];
  }

  /** What a team reads of a table. */
  accessOf(team: Team, entry: TableEntry): EffectiveAccess {
    return team.roleArn
      ? this.withRoleWarnings(this.accessOfRole(team.roleArn, entry), team)
      : notOnboarded(team, entry);
  }

  /** What a role or user reads of a table, whosever it is. */
  accessOfRole(arn: string, entry: TableEntry): EffectiveAccess {
    const problems = this.accountsBehind(arn, entry).flatMap(problemOf);
    const answer = this.world.effectiveAccess(arn, entry);
    if (problems.length === 0) return answer;
    return {
      level: 'unknown',
      table: answer.table,
      principal: answer.principal,
      problems: [
        ...problems,
        ...(answer.level === 'unknown' ? answer.problems : []),
      ],
      reasons: answer.reasons,
      warnings: answer.warnings,
    };
  }

  /**
   * Whether an answer is a grant, and so an entity of the catalog. An unknown
   * answer is one only where a permission of the team itself stands behind it:
   * else a failed reading would make a grant of every team on every table.
   */
  isGrant({ roleArn }: Team, access: EffectiveAccess): boolean {
    if (access.level !== 'unknown') return access.level !== 'none';
    return access.reasons.some(({ rows }) =>
      rows.some(
        ({ principal }) =>
          principal === roleArn || principal.endsWith(':IAMPrincipals'),
      ),
    );
  }

  /** ISO 8601 time of the oldest observation that an answer about the table rests on. */
  observedAt(entries: TableEntry[], teams: Team[]): string | undefined {
    return this.statesBehind(entries, teams)
      .flatMap(({ run }) => (run ? [run.observedAt] : []))
      .sort()[0];
  }

  /** Whether some observation behind these tables and teams is too old, or was never made. */
  isStale(entries: TableEntry[], teams: Team[]): boolean {
    return this.statesBehind(entries, teams).some(
      ({ run, stale }) => stale || !run,
    );
  }

  /** Grants outlive a role and pass to one that is made anew by its name (LF reference A4). */
  private withRoleWarnings(
    answer: EffectiveAccess,
    { title, roleArn, roleUniqueId }: Team,
  ): EffectiveAccess {
    if (answer.level === 'none' || !roleArn) return answer;
    const state = this.accounts.find(
      ({ account }) => account.accountId === accountIdOf(roleArn),
    );
    if (
      !state?.run ||
      state.run.failures.some(({ part }) => part === 'roles')
    ) {
      return answer;
    }
    const role = this.world.findRole(roleArn);
    if (!role) {
      const warning = `The role ${roleArn} of ${title} does not exist; whoever makes a role of that name gets this access. Revoke it, or make the role again.`;
      return { ...answer, warnings: [...answer.warnings, warning] };
    }
    if (!roleUniqueId || role.uniqueId === roleUniqueId) return answer;
    const warning = `The role ${roleArn} was made anew since ${title} was onboarded (${role.uniqueId} instead of ${roleUniqueId}) and has the access of the old one. Check who made it.`;
    return { ...answer, warnings: [...answer.warnings, warning] };
  }

  private statesBehind(entries: TableEntry[], teams: Team[]): AccountState[] {
    const names = new Set(entries.map(({ accountName }) => accountName));
    const accountIds = new Set(
      teams.flatMap(({ roleArn }) => (roleArn ? [accountIdOf(roleArn)] : [])),
    );
    const regions = new Set(entries.map(({ table }) => table.ref.region));
    return this.accounts.filter(
      ({ account }) =>
        names.has(account.name) ||
        (accountIds.has(account.accountId) &&
          (regions.size === 0 || regions.has(account.region))),
    );
  }

  private accountsBehind(roleArn: string, entry: TableEntry): AccountState[] {
    const owner = this.accountsByName.get(entry.accountName);
    const { region } = entry.table.ref;
    const accountId = accountIdOf(roleArn);
    const reader = this.accounts.find(
      ({ account }) =>
        account.accountId === accountId && account.region === region,
    );
    return [...new Set([owner, reader])].flatMap(state =>
      state ? [state] : [],
    );
  }
}

function accountIdOf(roleArn: string): string {
  return roleArn.split(':')[4];
}

function problemOf({ account, run, stale }: AccountState): string[] {
  if (!run) {
    return [
      `Account '${account.name}' was not read yet; start an observation or wait for the first one.`,
    ];
  }
  if (!stale) return [];
  return [
    `Account '${account.name}' was last read at ${run.observedAt}, which is too long ago to rely on; see why observations fail, or start one.`,
  ];
}

/** Nothing is granted to a role that does not exist. */
function notOnboarded(team: Team, entry: TableEntry): EffectiveAccess {
  return {
    level: 'none',
    table: entry.table.ref,
    principal: '',
    reasons: [
      {
        kind: 'missing',
        text: `${team.title} has no job execution role yet, so it can read nothing.`,
        rows: [],
        effect: 'prevents',
      },
    ],
    warnings: [],
  };
}
