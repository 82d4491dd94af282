import {
  AccountObservation,
  DataCellsFilter,
  ObservationPart,
  ObservedPrincipalPolicies,
  ObservedRole,
  ObservedTable,
  Permission,
  TableRef,
  tableKey,
} from '../accessModel';
import { DesiredResource, ResourceTypeName } from '../resources';
import { push } from '../effectiveAccess/indexKeys';
import { DriftInput, DriftTeam, TableBaseline } from './DriftInput';

/** A desired resource and the declaration that wants it. */
export type Wanted<T extends ResourceTypeName = ResourceTypeName> = {
  [K in T]: {
    subject: string;
    resource: Extract<DesiredResource, { type: K }>;
  };
}[T];

/** The input, arranged for those who look for differences. */
export class World {
  private readonly accounts: Map<string, AccountObservation>;
  private readonly roles: Map<string, ObservedRole>;
  private readonly principalPolicies: Map<string, ObservedPrincipalPolicies>;
  private readonly teamsByRole: Map<string, DriftTeam>;
  private readonly wanted: Wanted[];
  private readonly baselines: Map<string, TableBaseline>;
  private readonly teamsBySubject: Map<string, string>;
  private readonly declaredTeams: Set<string>;
  private readonly byType: Map<ResourceTypeName, Wanted[]>;
  private readonly linksByName: Map<string, Wanted<'resourceLink'>>;
  private readonly accountsByName: Map<string, DriftInput['accounts'][number]>;
  /** Tables that some declaration is about, by key. */
  readonly tables: Map<string, TableRef>;

  constructor(readonly input: DriftInput) {
    this.accounts = new Map(
      input.index.observations.map(each => [each.accountName, each]),
    );
    this.roles = new Map(
      this.observations.flatMap(({ roles }) =>
        roles.map(each => [each.arn, each] as const),
      ),
    );
    this.principalPolicies = new Map(
      this.observations.flatMap(({ principalPolicies }) =>
        principalPolicies.map(each => [each.arn, each] as const),
      ),
    );
    this.teamsByRole = new Map(
      input.teams.flatMap(team =>
        team.principal ? [[team.principal, team] as const] : [],
      ),
    );
    this.teamsBySubject = new Map(
      input.declared.flatMap(({ subject, declaration }) =>
        'team' in declaration
          ? [[subject, declaration.team.toLocaleLowerCase('en-US')] as const]
          : [],
      ),
    );
    this.declaredTeams = new Set(
      input.declared.flatMap(({ declaration }) =>
        declaration.kind === 'consumerTeam'
          ? [declaration.team.toLocaleLowerCase('en-US')]
          : [],
      ),
    );
    this.baselines = new Map();
    for (const each of input.baselines) {
      const key = tableKey(each.table);
      const first = this.baselines.get(key);
      if (!first || each.at < first.at) this.baselines.set(key, each);
    }
    const byId = new Map<string, Wanted>();
    for (const { subject, resources } of input.declared) {
      for (const resource of resources) {
        if (!byId.has(resource.id)) {
          byId.set(resource.id, { subject, resource } as Wanted);
        }
      }
    }
    this.wanted = [...byId.values()];
    this.accountsByName = new Map(
      input.accounts.map(each => [each.name, each]),
    );
    this.byType = new Map();
    for (const each of this.wanted) {
      push(this.byType as Map<string, Wanted[]>, each.resource.type, each);
    }
    this.linksByName = new Map(
      this.wantedOf('resourceLink').flatMap(each => {
        const { account, properties } = each.resource;
        const home = this.accountsByName.get(account);
        if (!home) return [];
        return [
          [
            tableKey({
              region: home.region,
              catalogId: home.accountId,
              databaseName: properties.database,
              tableName: properties.name,
            }),
            each,
          ] as const,
        ];
      }),
    );
    this.tables = new Map(
      [
        ...this.wanted.flatMap(each => this.tableOf(each) ?? []),
        ...input.baselines.map(({ table }) => table),
      ].map(ref => [tableKey(ref), ref]),
    );
  }

  get observations(): readonly AccountObservation[] {
    return this.input.index.observations;
  }

  /** The resources of one type that some declaration wants, each once. */
  wantedOf<T extends ResourceTypeName>(type: T): Wanted<T>[] {
    return (this.byType.get(type) ?? []) as unknown as Wanted<T>[];
  }

  /** The resources of one type with each declaration that wants them. */
  eachWantedOf<T extends ResourceTypeName>(type: T): Wanted<T>[] {
    return this.input.declared.flatMap(({ subject, resources }) =>
      resources
        .filter(resource => resource.type === type)
        .map(resource => ({ subject, resource })),
    ) as unknown as Wanted<T>[];
  }

  /** An account by its name in declarations; undefined before it was observed. */
  account(name: string): AccountObservation | undefined {
    return this.accounts.get(name);
  }

  accountOfId(accountId: string, region: string) {
    return this.input.index.findAccount({ catalogId: accountId, region });
  }

  isRead(account: AccountObservation, part: ObservationPart): boolean {
    return this.input.index.findFailure(account, part) === undefined;
  }

  teamOf(principal: string | undefined): DriftTeam | undefined {
    return principal ? this.teamsByRole.get(principal) : undefined;
  }

  /** Whether a declaration says what the team of a role may read. */
  isDeclaredTeam(principal: string): boolean {
    const team = this.teamOf(principal);
    return team !== undefined && this.declaredTeams.has(team.entityRef);
  }

  /** Tables of all accounts, by key. */
  get observedTables(): Map<string, TableRef> {
    return new Map(
      this.input.index.tables.map(({ ref }) => [tableKey(ref), ref]),
    );
  }

  /** The table as it was when the first declaration about it was checked. */
  baseline(ref: TableRef): TableBaseline | undefined {
    return this.baselines.get(tableKey(ref));
  }

  /** Entity ref of the team that a declaration is of, if it is of one. */
  teamOfSubject(subject: string): string | undefined {
    return this.teamsBySubject.get(subject);
  }

  role(arn: string): ObservedRole | undefined {
    return this.roles.get(arn);
  }

  /** Absent when they were not read. */
  policies(arn: string): ObservedPrincipalPolicies | undefined {
    return this.principalPolicies.get(arn);
  }

  table(ref: TableRef): ObservedTable | undefined {
    return this.input.index.findTable(ref);
  }

  filter(
    account: AccountObservation,
    table: TableRef,
    name: string,
  ): DataCellsFilter | undefined {
    return this.input.index.findFilter(account, table, name);
  }

  /** A permission of one account's list, by its canonical id. */
  permission(
    { accountId, region }: AccountObservation,
    { id, principal }: { id: string; principal: string },
  ): Permission | undefined {
    return this.permissionsOf(principal).find(
      each =>
        each.id === id &&
        each.observedIn === accountId &&
        each.region === region,
    );
  }

  permissionsOf(principal: string): readonly Permission[] {
    return this.input.index.findPermissionsOf(principal);
  }

  /** Key of the table that a wanted thing is on. */
  keyOf(wanted: Wanted): string | undefined {
    const ref = this.tableOf(wanted);
    return ref && tableKey(ref);
  }

  /** The table that a wanted thing is on, links followed to what they are to be. */
  tableOf({ resource }: Wanted): TableRef | undefined {
    const region = this.regionOf(resource.account);
    if (region === undefined) return undefined;
    switch (resource.type) {
      case 'icebergTable': {
        const catalogId = this.idOf(resource.account);
        const { database, name } = resource.properties;
        return { region, catalogId, databaseName: database, tableName: name };
      }
      case 'dataCellsFilter': {
        const { catalogId, database, table } = resource.properties;
        return { region, catalogId, databaseName: database, tableName: table };
      }
      case 'resourceLink': {
        const { catalogId, database, table } = resource.properties.target;
        return { region, catalogId, databaseName: database, tableName: table };
      }
      case 'lakeFormationPermission': {
        const on = resource.properties.resource;
        if (!('tableName' in on)) return undefined;
        const { catalogId, databaseName, tableName } = on;
        const ref = { region, catalogId, databaseName, tableName };
        return this.linkNamed(ref) ?? ref;
      }
      default:
        return undefined;
    }
  }

  /** What a wanted link of this name is to stand for. */
  linkNamed(ref: TableRef): TableRef | undefined {
    const link = this.wantedLink(ref);
    return link && this.tableOf(link);
  }

  wantedLink(ref: TableRef): Wanted<'resourceLink'> | undefined {
    return this.linksByName.get(tableKey(ref));
  }

  idOf(account: string): string {
    return this.accountsByName.get(account)?.accountId ?? '';
  }

  private regionOf(account: string): string | undefined {
    return this.accountsByName.get(account)?.region;
  }
}
