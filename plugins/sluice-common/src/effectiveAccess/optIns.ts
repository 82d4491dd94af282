import { AccountObservation, ObservedOptIn, TableRef } from '../accessModel';
import { printPrincipal } from '../permissions';
import { AccessIndex } from './AccessIndex';
import { push } from './indexKeys';

/** Whether Lake Formation decides for a principal over a hybrid location. */
export type OptInState =
  | { kind: 'optedIn' }
  | { kind: 'notOptedIn' }
  | { kind: 'undetermined'; text: string };

/**
 * Whether a principal is opted in on a table (LF reference A9). Across accounts
 * the owner opts in the principal, or it opts in the account and that account
 * the principal; one half alone is not documented to be enough.
 */
export function optInStateOf(
  index: AccessIndex,
  table: TableRef,
  owner: AccountObservation,
  reader: AccountObservation,
  principal: string,
): OptInState {
  for (const account of new Set([owner, reader])) {
    const failure = index.findFailure(account, 'optIns');
    if (failure !== undefined) {
      return {
        kind: 'undetermined',
        text: `Who is opted in to Lake Formation in account ${account.accountId} could not be read: ${failure}`,
      };
    }
  }
  const isForeign = owner !== reader;
  const stateIn = (account: AccountObservation, holder: string) =>
    stateOf(account, table, holder, isForeign);
  const direct = stateIn(owner, principal);
  if (!isForeign || direct.kind === 'optedIn') return direct;

  const halves = [stateIn(owner, reader.accountId), stateIn(reader, principal)];
  if (halves.every(({ kind }) => kind === 'optedIn')) return halves[0];
  return (
    [direct, ...halves].find(({ kind }) => kind === 'undetermined') ?? {
      kind: 'notOptedIn',
    }
  );
}

const byAccount = new WeakMap<
  AccountObservation,
  Map<string, ObservedOptIn[]>
>();

/** Grouped once for each observation: there may be many, and many who ask. */
function optInsOf(
  account: AccountObservation,
  principal: string,
): ObservedOptIn[] {
  let byPrincipal = byAccount.get(account);
  if (!byPrincipal) {
    byPrincipal = new Map();
    for (const optIn of account.optIns) {
      push(byPrincipal, printPrincipal(optIn.principal), optIn);
    }
    byAccount.set(account, byPrincipal);
  }
  return byPrincipal.get(principal) ?? [];
}

function stateOf(
  account: AccountObservation,
  table: TableRef,
  principal: string,
  isForeign: boolean,
): OptInState {
  const { accountId } = account;
  const own = optInsOf(account, principal);
  const certain = own.filter(({ condition }) => condition === undefined);
  const covers = (optIn: ObservedOptIn) =>
    coversTable(optIn, table) ||
    (coversAllTables(optIn, table) &&
      (!isForeign || certain.some(each => coversDatabase(each, table))));
  if (certain.some(covers)) return { kind: 'optedIn' };

  const conditional = own.find(
    optIn =>
      optIn.condition !== undefined &&
      [coversTable, coversAllTables, coversDatabase].some(each =>
        each(optIn, table),
      ),
  );
  return conditional
    ? {
        kind: 'undetermined',
        text: `Account ${accountId} opts in to Lake Formation under the condition ${conditional.condition}, which Sluice does not evaluate.`,
      }
    : { kind: 'notOptedIn' };
}

function coversTable({ resource }: ObservedOptIn, table: TableRef): boolean {
  return (
    resource.kind === 'table' &&
    isOfDatabase(resource, table) &&
    isSame(resource.tableName, table.tableName)
  );
}

function coversAllTables(
  { resource }: ObservedOptIn,
  table: TableRef,
): boolean {
  return resource.kind === 'allTables' && isOfDatabase(resource, table);
}

function coversDatabase({ resource }: ObservedOptIn, table: TableRef): boolean {
  return resource.kind === 'database' && isOfDatabase(resource, table);
}

function isOfDatabase(
  resource: { catalogId: string; databaseName: string },
  table: TableRef,
): boolean {
  return (
    resource.catalogId === table.catalogId &&
    isSame(resource.databaseName, table.databaseName)
  );
}

function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
