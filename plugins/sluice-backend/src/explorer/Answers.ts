import {
  candidatePrincipals,
  EffectiveAccess,
  RowSight,
  SluiceApi,
  summariseAccess,
  accessSummaryOf,
} from '@sluice/plugin-sluice-common';
import { AccessSnapshot, TableEntry, Team } from '../access';
import { isReadable, isVisible, viewTeam } from '../router/views';

/** One answer, with what decides who may see it. */
export interface Answer {
  /** Order of a list: teams by title, then other principals. */
  entityRef: string;
  principal: string;
  team?: Team;
  entry: TableEntry;
  access: EffectiveAccess;
  /** Of one row, where one is asked about. */
  sight?: RowSight;
}

/** Answers to the explorer's questions, of one snapshot. */
export class Answers {
  constructor(private readonly snapshot: AccessSnapshot) {}

  /** Who reads something of a table, or of one column; sorted. */
  whoCanSee(entry: TableEntry, column?: string): Answer[] {
    return this.candidates(entry)
      .flatMap(principal => this.ofPrincipal(principal, entry))
      .filter(({ access }) => concerns(access, column))
      .sort(byRef);
  }

  /** What a principal, or the team that has its role, reads; sorted. */
  whatCanSee(principal: string, team?: Team): Answer[] {
    const { snapshot } = this;
    const isCertain = !snapshot.isStale(
      snapshot.world.tables,
      team ? [team] : [],
    );
    const entries = isCertain
      ? snapshot.world.tablesWithin(principal)
      : snapshot.world.tables;
    return entries
      .map(
        (entry): Answer => ({
          entityRef: entry.entityRef,
          principal,
          ...(team && { team }),
          entry,
          access: team
            ? snapshot.accessOf(team, entry)
            : snapshot.accessOfRole(principal, entry),
        }),
      )
      .filter(({ access }) => access.level !== 'none')
      .sort(byRef);
  }

  /** What one principal reads of one table, once for each team that has its role. */
  ofPrincipal(principal: string, entry: TableEntry): Answer[] {
    const { snapshot } = this;
    const teams = snapshot.teamsOf(principal);
    if (teams.length === 0) {
      return [
        {
          entityRef: `1 ${principal}`,
          principal,
          entry,
          access: snapshot.accessOfRole(principal, entry),
        },
      ];
    }
    return teams.map(team => ({
      entityRef: `0 ${team.title} ${team.entityRef}`,
      principal,
      team,
      entry,
      access: snapshot.accessOf(team, entry),
    }));
  }

  /** Of what is too old nothing is certain, so nobody can be left out. */
  private candidates(entry: TableEntry): readonly string[] {
    const { snapshot } = this;
    const { index } = snapshot.world;
    return snapshot.isStale([entry], snapshot.teams)
      ? index.principalArns
      : candidatePrincipals(index, entry.table.ref);
  }
}

/** An answer as the API shows it. */
export function viewAnswer(
  { principal, team, entry, access, sight }: Answer,
  snapshot: AccessSnapshot,
): SluiceApi.AccessAnswer {
  const accountId = principal.split(':')[4] ?? '';
  const account = snapshot.accounts.find(
    each => each.account.accountId === accountId,
  );
  const product = snapshot.productOf(entry.entityRef);
  return {
    principal,
    accountId,
    ...(account && { accountName: account.account.name }),
    ...(team && { team: viewTeam(team) }),
    tableEntityRef: entry.entityRef,
    table: entry.table.ref,
    ...(product && {
      productRef: product.entityRef,
      productTitle: product.title,
    }),
    level: access.level,
    text:
      access.level === 'unknown'
        ? access.problems.join(' ')
        : summariseAccess(accessSummaryOf(access)),
    ...(isReadable(access) && {
      visibleColumns: access.columns.filter(isVisible).length,
      rows: access.rows,
    }),
    totalColumns: entry.table.columns.length,
    ways: waysOf(access),
    ...sight,
    warnings: access.warnings.length,
  };
}

/** By what kinds of grant it is read. */
function waysOf({ reasons }: EffectiveAccess): string[] {
  return [
    ...new Set(
      reasons
        .filter(
          ({ effect, rows }) =>
            rows.length > 0 && (effect === 'supports' || effect === 'limits'),
        )
        .map(({ kind }) => kind),
    ),
  ];
}

function concerns(access: EffectiveAccess, column?: string): boolean {
  if (access.level === 'none') return false;
  if (!isReadable(access) || column === undefined) return true;
  return access.columns.some(
    ({ name, rows }) =>
      name.toLowerCase() === column.toLowerCase() && rows.kind !== 'none',
  );
}

function byRef(a: Answer, b: Answer): number {
  return a.entityRef < b.entityRef ? -1 : 1;
}
