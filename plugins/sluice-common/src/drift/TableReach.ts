import { LfTagCondition, Permission, TableRef, tableKey } from '../accessModel';
import { databaseKey, push } from '../effectiveAccess/indexKeys';
import { matchLfTags } from '../effectiveAccess/lfTags';
import { World } from './World';

/** Which of some tables a permission reaches. */
export class TableReach {
  private readonly byDatabase = new Map<string, TableRef[]>();

  /** @param tables - by their keys */
  constructor(
    private readonly world: World,
    private readonly tables: ReadonlyMap<string, TableRef>,
  ) {
    for (const ref of tables.values()) {
      push(this.byDatabase, databaseKey(ref), ref);
    }
  }

  of({ resource, region }: Permission): TableRef[] {
    switch (resource.kind) {
      case 'table':
      case 'columns':
      case 'dataCellsFilter': {
        const ref = this.tables.get(tableKey({ ...resource, region }));
        return ref ? [ref] : [];
      }
      case 'allTables':
        return this.byDatabase.get(databaseKey({ ...resource, region })) ?? [];
      case 'lfTagPolicy':
        return resource.resourceType === 'TABLE'
          ? this.ofCatalog(resource.catalogId, region).filter(ref =>
              this.isTagged(ref, resource.expression),
            )
          : [];
      case 'catalog':
        return this.ofCatalog(resource.catalogId, region);
      default:
        return [];
    }
  }

  private ofCatalog(catalogId: string, region: string): TableRef[] {
    return [...this.tables.values()].filter(
      ref => ref.catalogId === catalogId && ref.region === region,
    );
  }

  private isTagged(ref: TableRef, expression: LfTagCondition[]): boolean {
    const table = this.world.table(ref);
    const database = this.world.input.index.findDatabase(ref);
    if (!table || !database) return false;
    const match = matchLfTags(expression, table, database);
    return match.matchesTable || match.columns.size > 0;
  }
}
