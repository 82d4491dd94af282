import { ObservedTable, TableColumn } from '../accessModel';
import { grantedTeam } from '../blueprints/accessGrant';
import { sharesOf } from '../declarations';
import { accountNamed, declarationsAfter, observationOf, SetUp } from './setUp';

/** What a declaration asks for, of one table. */
export interface AskedGrant {
  /** Entity ref of the team, or "account x". */
  grantee: string;
  consumerAccount: string;
  producerAccount: string;
  database: string;
  table: string;
  columns?: string[];
  rowFilter?: string;
}

/** The grants of a team, by an agreement, of a share or a product's shares; none of other declarations. */
export function askedGrants({ declaration, facts }: SetUp): AskedGrant[] {
  switch (declaration.kind) {
    case 'consumerTeam':
      return declaration.grants.map(grant => ({
        ...grant,
        grantee: declaration.team,
        consumerAccount: declaration.account,
      }));
    case 'accessGrant': {
      const consumerAccount = grantedTeam(declaration, facts)?.account;
      // The blueprint says that there is no such team.
      if (!consumerAccount) return [];
      return declaration.tables.map(table => ({
        ...table,
        grantee: declaration.team,
        consumerAccount,
      }));
    }
    case 'share':
    case 'dataProduct':
      return sharesOf(declaration).flatMap(share =>
        share.tables.map(table => ({
          ...table,
          grantee: `account ${share.consumerAccount}`,
          consumerAccount: share.consumerAccount,
          producerAccount: share.producerAccount,
          database: share.database,
        })),
      );
    default:
      return [];
  }
}

export function titleOfTable({
  database,
  table,
  producerAccount,
}: Pick<AskedGrant, 'database' | 'table' | 'producerAccount'>): string {
  return `table ${database}.${table} of ${producerAccount}`;
}

type KnownColumn = Pick<TableColumn, 'name' | 'type' | 'partitionTransform'>;

/** `unknown`: nobody looked, so nothing follows from not knowing it. */
export type KnownTable =
  | { kind: 'table'; columns: KnownColumn[]; format: ObservedTable['format'] }
  | { kind: 'link' }
  | { kind: 'absent' }
  | { kind: 'unknown' };

/** The table as observed, or else as a data product declares it. */
export function knownTable(setUp: SetUp, grant: AskedGrant): KnownTable {
  const { producerAccount, database, table } = grant;
  const observation = observationOf(setUp, producerAccount);
  const isIt = ({
    ref,
  }: {
    ref: { databaseName: string; tableName: string };
  }) => ref.databaseName === database && ref.tableName === table;

  if (observation?.links.some(isIt)) return { kind: 'link' };
  const found = observedTable(setUp, grant);
  if (found && found.columns.length > 0) {
    return { kind: 'table', columns: found.columns, format: found.format };
  }
  const declared = declaredColumns(setUp, grant);
  if (declared) return { kind: 'table', columns: declared, format: 'iceberg' };
  const wasLookedFor =
    observation &&
    !found &&
    !observation.failures.some(({ part }) =>
      ['databases', 'tables'].includes(part),
    );
  return { kind: wasLookedFor ? 'absent' : 'unknown' };
}

/** The table as observed. */
export function observedTable(
  setUp: SetUp,
  { producerAccount, database, table }: AskedGrant,
): ObservedTable | undefined {
  const accountId = accountNamed(setUp, producerAccount)?.accountId;
  return observationOf(setUp, producerAccount)?.tables.find(
    ({ ref }) =>
      ref.databaseName === database &&
      ref.tableName === table &&
      ref.catalogId === accountId,
  );
}

function declaredColumns(
  setUp: SetUp,
  { producerAccount, database, table }: AskedGrant,
): KnownColumn[] | undefined {
  for (const declaration of declarationsAfter(setUp)) {
    if (
      declaration.kind === 'dataProduct' &&
      declaration.account === producerAccount &&
      declaration.database === database
    ) {
      const declared = declaration.tables.find(({ name }) => name === table);
      if (declared) {
        return declared.columns.map(({ name, type }) => ({
          name,
          type,
          ...(declared.partitionedBy.includes(name) && {
            partitionTransform: 'identity',
          }),
        }));
      }
    }
  }
  return undefined;
}
