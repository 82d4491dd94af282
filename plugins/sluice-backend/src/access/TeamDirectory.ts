import { AuthService } from '@backstage/backend-plugin-api';
import {
  Entity,
  parseEntityRef,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  ANNOTATION_CONSUMER_TEAM,
  ANNOTATION_JOB_EXECUTION_ROLE_ARN,
  ANNOTATION_ROLE_UNIQUE_ID,
  isDataProductEntity,
} from '@sluice/plugin-sluice-common';

/** A Group that reads data, or is to. */
export interface Team {
  entityRef: string;
  title: string;
  /** ARN of the job execution role; absent until the team is onboarded. */
  roleArn?: string;
  /** Unique id that the role had when the team was onboarded. */
  roleUniqueId?: string;
}

/** A data product, as far as access needs it. */
export interface Product {
  entityRef: string;
  title: string;
  /** Entity refs of its owners. */
  ownerRefs: string[];
  /** Entity refs of the tables of all output ports. */
  tableRefs: string[];
}

/** What the catalog says of teams and products at one moment. */
export interface Directory {
  teams: Team[];
  products: Product[];
}

/** How long a reading of the catalog is used: a new team appears within this time. */
const LIFETIME_MS = 10_000;

/** Consumer teams and data products, from the catalog. */
export class TeamDirectory {
  private cached: { value: Promise<Directory>; expiresAt: number } | undefined;
  private last: { value: Directory; json: string } | undefined;
  private readonly catalog: CatalogService;
  private readonly auth: AuthService;
  private readonly declaredRoles: () => Promise<Map<string, string>>;
  private readonly now: () => number;

  constructor(options: {
    catalog: CatalogService;
    auth: AuthService;
    /** ARNs of the roles that teams were declared to have, by entity ref. */
    declaredRoles?: () => Promise<Map<string, string>>;
    now?: () => number;
  }) {
    this.catalog = options.catalog;
    this.auth = options.auth;
    this.declaredRoles = options.declaredRoles ?? (async () => new Map());
    this.now = options.now ?? Date.now;
  }

  /** The same object for as long as the catalog says the same, so that callers can compare. */
  async read(): Promise<Directory> {
    if (!this.cached || this.cached.expiresAt <= this.now()) {
      const value = this.load();
      this.cached = { value, expiresAt: this.now() + LIFETIME_MS };
      // A failed reading is not kept: the next caller tries again.
      value.catch(() => {
        this.cached = undefined;
      });
    }
    return this.cached.value;
  }

  private async load(): Promise<Directory> {
    const [groups, products, roles] = await Promise.all([
      this.list('Group'),
      this.list('DataProduct'),
      this.declaredRoles(),
    ]);
    const value = {
      teams: groups.flatMap(group => toTeam(group, roles)).sort(byRef),
      products: products.flatMap(toProduct).sort(byRef),
    };
    const json = JSON.stringify(value);
    if (this.last?.json !== json) this.last = { value, json };
    return this.last.value;
  }

  private async list(kind: string): Promise<Entity[]> {
    const credentials = await this.auth.getOwnServiceCredentials();
    const entities: Entity[] = [];
    const batches = this.catalog.streamEntities(
      {
        filter: { kind },
        fields: ['kind', 'metadata', 'spec', 'relations'],
      },
      { credentials },
    );
    for await (const batch of batches) entities.push(...batch);
    return entities;
  }
}

/** What Sluice was told goes before what the catalog says of a team's role. */
function toTeam(group: Entity, declaredRoles: Map<string, string>): Team[] {
  const annotations = group.metadata.annotations ?? {};
  const annotated = annotations[ANNOTATION_JOB_EXECUTION_ROLE_ARN];
  const roleArn = declaredRoles.get(stringifyEntityRef(group)) ?? annotated;
  const roleUniqueId =
    roleArn === annotated ? annotations[ANNOTATION_ROLE_UNIQUE_ID] : undefined;
  if (!roleArn && annotations[ANNOTATION_CONSUMER_TEAM] !== 'true') return [];
  const profile = group.spec?.profile as { displayName?: string } | undefined;
  return [
    {
      entityRef: stringifyEntityRef(group),
      title:
        profile?.displayName ?? group.metadata.title ?? group.metadata.name,
      ...(roleArn && { roleArn }),
      ...(roleUniqueId && { roleUniqueId }),
    },
  ];
}

function toProduct(entity: Entity): Product[] {
  if (!isDataProductEntity(entity)) return [];
  // A descriptor written by hand may leave the kind or the case to us.
  const tableRefs = entity.spec.outputPorts.flatMap(port =>
    port.tables.map(ref =>
      stringifyEntityRef(
        parseEntityRef(ref, {
          defaultKind: 'Resource',
          defaultNamespace: entity.metadata.namespace,
        }),
      ),
    ),
  );
  return [
    {
      entityRef: stringifyEntityRef(entity),
      title: entity.metadata.title ?? entity.metadata.name,
      ownerRefs: (entity.relations ?? [])
        .filter(relation => relation.type === RELATION_OWNED_BY)
        .map(relation => relation.targetRef),
      tableRefs: tableRefs.map(ref =>
        stringifyEntityRef(
          parseEntityRef(ref, {
            defaultKind: 'resource',
            defaultNamespace: entity.metadata.namespace,
          }),
        ),
      ),
    },
  ];
}

function byRef(a: { entityRef: string }, b: { entityRef: string }): number {
  return a.entityRef < b.entityRef ? -1 : 1;
}
