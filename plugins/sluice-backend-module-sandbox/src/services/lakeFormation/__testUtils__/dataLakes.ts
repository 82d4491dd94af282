import { Caller, SandboxWorld } from '../../../core';
import { iamService } from '../../iam';
import { ramService } from '../../ram';
import {
  CatalogLookup,
  lakeFormationService,
  LookedUpTable,
  registerCatalogLookup,
} from '..';

export const P = '111122223333';
export const C = '444455556666';
export const REGION = 'us-west-2';

export const team1 = `arn:aws:iam::${C}:role/team1`;
export const team2 = `arn:aws:iam::${C}:role/team2`;
export const analyst = `arn:aws:iam::${P}:role/analyst`;
export const steward = `arn:aws:iam::${P}:role/steward`;

const PATIENTS = [
  'patient_id bigint',
  'patient_name string',
  'ssn string',
  'state string',
  'age int',
  'visit_date date',
  'address struct<city:string,zip:struct<code:int>>',
  'notes array<string>',
];
const CLAIMS = ['claim_id bigint', 'amount decimal(10,2)', 'paid boolean'];

/** A table of the lookup, from `name type` pairs. */
export function table(
  name: string,
  columns: string[],
  more: Partial<LookedUpTable> = {},
): LookedUpTable {
  return {
    name,
    databaseName: 'healthcare_db',
    columns: columns.map(each => {
      const [column, ...type] = each.split(' ');
      return { name: column, type: type.join(' ') };
    }),
    partitionKeys: [],
    location: `s3://lake/warehouse/${name}`,
    ...more,
  };
}

/**
 * A producer with a database of two tables, a consumer with a database of links,
 * and roles in both; each handler is called as the SDK would call it.
 */
export class DataLakes {
  now = new Date('2026-01-01T00:00:00Z');
  readonly world = new SandboxWorld({
    dataDirectory: '/nowhere',
    clock: { now: () => this.now },
  });
  readonly tables = new Map<string, LookedUpTable[]>([
    [
      P,
      [
        table('patients', PATIENTS),
        table('claims', CLAIMS),
        table('visits', ['id bigint'], {
          partitionKeys: [{ name: 'year', type: 'int' }],
        }),
      ],
    ],
    [
      C,
      [
        table('rl_claims', CLAIMS, {
          databaseName: 'consumer_db',
          targetTable: { CatalogId: P },
        }),
      ],
    ],
  ]);

  constructor() {
    const tablesOf: CatalogLookup['tables'] = (_, account, __, database) =>
      (this.tables.get(account) ?? []).filter(
        each => each.databaseName === database,
      );
    const databasesOf: CatalogLookup['databases'] = (_, account) =>
      [
        ...new Set(this.tables.get(account)?.map(each => each.databaseName)),
      ].map(name => ({ name, locationUri: 's3://lake/warehouse/' }));
    registerCatalogLookup({
      tables: tablesOf,
      databases: databasesOf,
      table: (world, account, region, database, name) =>
        tablesOf(world, account, region, database).find(t => t.name === name),
      database: (world, account, region, name) =>
        databasesOf(world, account, region).find(d => d.name === name),
    });
  }

  /** Makes the roles that grants name. */
  async withRoles(): Promise<this> {
    for (const arn of [team1, team2, analyst, steward]) {
      const [, , , , account, role] = arn.split(':');
      await this.call(iamService, account, 'CreateRole', {
        RoleName: role.split('/')[1],
        AssumeRolePolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: `arn:aws:iam::${account}:root` },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
      });
    }
    return this;
  }

  /** Calls Lake Formation as an account's own credentials or as a role. */
  lf(who: string, operation: string, input: object): Promise<any> {
    return this.call(lakeFormationService, who, operation, input);
  }

  /** Calls RAM. */
  ram(who: string, operation: string, input: object): Promise<any> {
    return this.call(ramService, who, operation, input);
  }

  /** Accepts every pending invitation of an account. */
  async acceptInvitations(account: string): Promise<number> {
    const { resourceShareInvitations } = await this.ram(
      account,
      'GetResourceShareInvitations',
      {},
    );
    const pending = resourceShareInvitations.filter(
      (each: { status: string }) => each.status === 'PENDING',
    );
    for (const { resourceShareInvitationArn } of pending) {
      await this.ram(account, 'AcceptResourceShareInvitation', {
        resourceShareInvitationArn,
      });
    }
    return pending.length;
  }

  /** Rows of an unfiltered or filtered listing, in short. */
  async rows(who: string, input: object = {}): Promise<string[]> {
    const { PrincipalResourcePermissions: rows } = await this.lf(
      who,
      'ListPermissions',
      input,
    );
    return rows.map(shortRow);
  }

  private async call(
    service: { operations: Record<string, (input: any, context: any) => any> },
    who: string,
    operation: string,
    input: object,
  ) {
    return service.operations[operation](structuredClone(input), {
      world: this.world,
      caller: callerOf(who),
      region: REGION,
      requestId: 'test',
    });
  }
}

/** The caller behind an account id or a role ARN. */
export function callerOf(who: string): Caller {
  const accountId = /\d{12}/.exec(who)![0];
  const principalArn = who === accountId ? `arn:aws:iam::${who}:root` : who;
  return {
    accountId,
    principalArn,
    arn: principalArn,
    userId: 'AIDA',
    sessionTags: {},
  };
}

function shortRow(row: any): string {
  const [[member, resource]] = Object.entries<any>(row.Resource);
  const name = [
    resource.DatabaseName,
    resource.TableName,
    resource.Name ?? resource.TagKey ?? resource.Id,
  ]
    .filter(Boolean)
    .join('.');
  const columns = resource.ColumnNames
    ? `(${resource.ColumnNames})`
    : resource.ColumnWildcard &&
      `(*${
        resource.ColumnWildcard.ExcludedColumnNames
          ? ` but ${resource.ColumnWildcard.ExcludedColumnNames}`
          : ''
      })`;
  const who = row.Principal.DataLakePrincipalIdentifier.split('/').at(-1);
  const grantable = row.PermissionsWithGrantOption.length
    ? ` grantable ${row.PermissionsWithGrantOption}`
    : '';
  return `${who}: ${member} ${name}${columns ?? ''} ${
    row.Permissions
  }${grantable}`;
}

/** `Principal` of a request. */
export const to = (id: string) => ({ DataLakePrincipalIdentifier: id });

export const patients = {
  Table: { CatalogId: P, DatabaseName: 'healthcare_db', Name: 'patients' },
};
export const claims = {
  Table: { CatalogId: P, DatabaseName: 'healthcare_db', Name: 'claims' },
};
export const database = { Database: { CatalogId: P, Name: 'healthcare_db' } };
export const filter = (Name: string) => ({
  DataCellsFilter: {
    TableCatalogId: P,
    DatabaseName: 'healthcare_db',
    TableName: 'patients',
    Name,
  },
});
export const columns = (choice: object) => ({
  TableWithColumns: { ...patients.Table, ...choice },
});
