import { SandboxWorld } from '../../core';

/** What Lake Formation has to know of a Glue database. */
export interface LookedUpDatabase {
  name: string;
  /** Set when the database is a resource link. */
  targetDatabase?: object;
  locationUri?: string;
}

/** What Lake Formation has to know of a Glue table. */
export interface LookedUpTable {
  name: string;
  databaseName: string;
  columns: { name: string; type: string }[];
  partitionKeys: { name: string; type: string }[];
  /** Set when the table is a resource link. */
  targetTable?: object;
  /** S3 URI. */
  location?: string;
}

/** How Lake Formation asks the Data Catalog; names are lower case. */
export interface CatalogLookup {
  database(
    world: SandboxWorld,
    catalogId: string,
    region: string,
    name: string,
  ): LookedUpDatabase | undefined;
  table(
    world: SandboxWorld,
    catalogId: string,
    region: string,
    databaseName: string,
    name: string,
  ): LookedUpTable | undefined;
  databases(
    world: SandboxWorld,
    catalogId: string,
    region: string,
  ): LookedUpDatabase[];
  tables(
    world: SandboxWorld,
    catalogId: string,
    region: string,
    databaseName: string,
  ): LookedUpTable[];
}

let registered: CatalogLookup = {
  database: () => undefined,
  table: () => undefined,
  databases: () => [],
  tables: () => [],
};

/**
 * Glue depends on Lake Formation for every visibility check, so Lake Formation
 * must not import Glue: Glue hands in its lookup when it is loaded. Until then
 * the Data Catalog is empty.
 */
export function registerCatalogLookup(lookup: CatalogLookup): void {
  registered = lookup;
}

/** The Data Catalog, as far as Lake Formation looks into it. */
export function catalogLookup(): CatalogLookup {
  return registered;
}
