import { TableRef, tableKey } from '@sluice/plugin-sluice-common';
import { AccessSnapshot, TableEntry, Team } from '../access';
import { tableOf } from '../drift';
import { StageWorld } from '../drift/StageWorlds';

interface Link {
  name: string;
  target: string;
}

/** By which names a team's jobs reach tables, and which links its account has. */
export class TableNames {
  private readonly accountId: string;
  private readonly observed: Link[];
  private readonly planned: Link[];

  constructor(
    private readonly team: Team & { roleArn: string },
    private readonly snapshot: AccessSnapshot,
    world: StageWorld,
  ) {
    this.accountId = team.roleArn.split(':')[4];
    this.observed = world.index.observations
      .filter(({ accountId }) => accountId === this.accountId)
      .flatMap(({ links }) =>
        links.map(({ ref, target }) => ({
          name: nameOf(ref),
          target: tableKey(target),
        })),
      )
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    this.planned = this.plannedLinks(world);
  }

  /** Tables that links of the account lead to, in the order of the links' names. */
  linked(world: StageWorld): TableEntry[] {
    const entries = world.index.observations
      .filter(({ accountId }) => accountId === this.accountId)
      .flatMap(({ links }) => links)
      .sort((a, b) => (nameOf(a.ref) < nameOf(b.ref) ? -1 : 1))
      .flatMap(({ target }) => {
        const found = tableOf({ table: target }, this.snapshot);
        return (found && this.snapshot.world.findTable(found.entityRef)) ?? [];
      });
    return [...new Set(entries)];
  }

  /**
   * The link that the team may use, the one that it is to have, any link, or the
   * table's own name. A job that is to read it and finds no link says so.
   */
  of(entry: TableEntry): string {
    const { ref } = entry.table;
    if (ref.catalogId === this.accountId) return nameOf(ref);
    const target = tableKey(ref);
    const [planned, observed] = [this.planned, this.observed].map(links =>
      links.filter(each => each.target === target).map(({ name }) => name),
    );
    const access = this.snapshot.accessOf(this.team, entry);
    const usable =
      'links' in access ? access.links.map(nameOf).sort() : observed;
    const candidates = usable.length > 0 ? usable : observed;
    return (
      candidates.find(name => planned.includes(name)) ??
      candidates[0] ??
      planned[0] ??
      nameOf(ref)
    );
  }

  private plannedLinks({ declared }: StageWorld): Link[] {
    const accounts = this.snapshot.accounts.map(({ account }) => account);
    return declared.flatMap(({ resources }) =>
      resources.flatMap(resource => {
        if (resource.type !== 'resourceLink') return [];
        const account = accounts.find(({ name }) => name === resource.account);
        if (account?.accountId !== this.accountId) return [];
        const { database, name, target } = resource.properties;
        const ref = {
          region: account.region,
          catalogId: target.catalogId,
          databaseName: target.database,
          tableName: target.table,
        };
        return [{ name: `${database}.${name}`, target: tableKey(ref) }];
      }),
    );
  }
}

function nameOf({ databaseName, tableName }: TableRef): string {
  return `${databaseName}.${tableName}`;
}
