import {
  AccessGrantDeclaration,
  ConsumerTeamDeclaration,
} from '../declarations';
import { desired, DesiredResource } from '../resources';
import { BlueprintError, BlueprintFacts } from './facts';
import { linkNameOf } from './names';
import { accountNamed, consumerAccountNamed } from './parties';
import { teamGrants } from './teamGrants';

type GrantedTable = AccessGrantDeclaration['tables'][number];

/**
 * What has to be there for a team to read by one agreement. Link and DESCRIBEs
 * are the same as those of the team's other grants, so that they go with the
 * last of them; the team's role and namespace are the team's.
 *
 * @throws BlueprintError when the team is not onboarded
 */
export function accessGrantBlueprint(
  declaration: AccessGrantDeclaration,
  facts: BlueprintFacts,
): DesiredResource[] {
  const team = grantedTeam(declaration, facts);
  if (!team) {
    throw new BlueprintError(
      `${declaration.team} is not onboarded as a consumer team, so it has no role to grant anything to. Onboard the team first.`,
    );
  }
  return teamGrants(
    { declaration: team, consumer: consumerAccountNamed(facts, team.account) },
    declaration.tables.map(table => ({
      ...table,
      linkName: agreedLinkName(table, team),
    })),
    facts,
  );
}

/**
 * The filters of a grant alone, to look for them when the team is gone. Whatever
 * is granted by a filter is so no more when that is gone.
 *
 * @throws BlueprintError when an account is not connected
 * @public
 */
export function accessGrantFilters(
  { tables }: AccessGrantDeclaration,
  facts: BlueprintFacts,
): DesiredResource[] {
  return tables.map(table => {
    const { name, accountId } = accountNamed(facts, table.producerAccount);
    return desired('dataCellsFilter', {
      account: name,
      properties: {
        catalogId: accountId,
        database: table.database,
        table: table.table,
        name: table.filterName,
        columns: table.columns,
        ...(table.rowFilter && { rowFilter: table.rowFilter }),
      },
      why: 'What the team may see of the table; no other team is granted it.',
    });
  });
}

/** What is declared of the team that a grant is for, if anything is. */
export function grantedTeam(
  { team }: AccessGrantDeclaration,
  facts: BlueprintFacts,
): ConsumerTeamDeclaration | undefined {
  const folded = (ref: string) => ref.toLocaleLowerCase('en-US');
  return facts.declarations.find(
    (each): each is ConsumerTeamDeclaration =>
      each.kind === 'consumerTeam' && folded(each.team) === folded(team),
  );
}

/** A team reaches a table by one link, whatever it is granted of it. */
export function agreedLinkName(
  table: GrantedTable,
  team: ConsumerTeamDeclaration,
): string {
  const own = team.grants.find(
    each =>
      each.producerAccount === table.producerAccount &&
      each.database === table.database &&
      each.table === table.table,
  );
  return linkNameOf(own ?? table);
}
