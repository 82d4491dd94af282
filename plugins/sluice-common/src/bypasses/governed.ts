import { AccountObservation, ObservedTable } from '../accessModel';
import type { AccessIndex } from '../effectiveAccess';
import { optInStateOf } from '../effectiveAccess/optIns';
import type { BypassFinding } from '../explorer/types';
import { finding, icebergTables, nameOf } from './finding';

const EVERYBODY = 'IAM_ALLOWED_PRINCIPALS';

/** Roles, users, and all principals of an account; not accounts, which do not read. */
const PRINCIPAL =
  /^(?:arn:[^:]*:iam::)?(\d{12}):(?:role\/|user\/|IAMPrincipals$)/;

/** Where an account's own Lake Formation leaves the decision to others. */
export function findUngoverned(
  index: AccessIndex,
  account: AccountObservation,
): BypassFinding[] {
  const { accountId, region } = account;
  const tables = icebergTables(account);
  const openDatabases = new Set(
    account.permissions.flatMap(({ principal, resource }) =>
      principal.kind === 'iamAllowedPrincipals' && resource.kind === 'database'
        ? [resource.databaseName.toLowerCase()]
        : [],
    ),
  );
  const groups: (Omit<Parameters<typeof finding>[0], 'tables' | 'accountId'> & {
    concerns: (table: ObservedTable) => boolean;
  })[] = [
    {
      kind: 'unregisteredLocation',
      severity: 'high',
      concerns: ({ registration }) => registration === 'none',
      text: `Tables of account ${accountId} lie where no location is registered with Lake Formation, so that IAM alone decides who reads their files, and nothing is filtered.`,
      repair: `Register their locations with Lake Formation.`,
    },
    {
      kind: 'hybridWithoutOptIn',
      severity: 'medium',
      concerns: table =>
        table.registration === 'hybrid' &&
        findNotOptedIn(index, table, account).length > 0,
      text: `Locations of account ${accountId} are registered in hybrid access mode, and not all who hold permissions on their tables are opted in: for them IAM decides, and no filter of Lake Formation applies.`,
      repair: `Opt in all principals that hold permissions on these tables, or register the locations without hybrid access.`,
    },
    {
      kind: 'iamAllowedPrincipals',
      severity: 'high',
      concerns: ({ ref }) =>
        index.findPermissions(ref, EVERYBODY, ref.catalogId).length > 0,
      text: `${EVERYBODY} holds a permission on tables of account ${accountId}, so that IAM policies decide who reads them, not Lake Formation.`,
      repair: `Revoke the permissions of ${EVERYBODY} on these tables.`,
    },
    {
      kind: 'iamAllowedPrincipals',
      about: 'databases',
      severity: 'low',
      concerns: ({ ref }) => openDatabases.has(ref.databaseName.toLowerCase()),
      text: `${EVERYBODY} holds a permission on databases of account ${accountId}, so that whoever IAM lets may change them or make tables in them.`,
      repair: `Revoke the permissions of ${EVERYBODY} on these databases.`,
    },
  ];
  return groups.flatMap(({ concerns, about = '', ...rest }) => {
    const concerned = tables.filter(concerns).map(({ ref }) => ref);
    return concerned.length > 0
      ? [
          finding({
            ...rest,
            accountId,
            tables: concerned,
            about: `${region} ${about}`,
          }),
        ]
      : [];
  });
}

/** Whoever holds a permission on a table and is not opted in, or not known to be. */
function findNotOptedIn(
  index: AccessIndex,
  { ref }: ObservedTable,
  owner: AccountObservation,
): string[] {
  return [...index.findHolders(ref)].filter(holder => {
    const [, accountId] = PRINCIPAL.exec(holder) ?? [];
    if (!accountId) return false;
    const reader = index.findAccount({ ...ref, catalogId: accountId });
    return (
      !reader ||
      optInStateOf(index, ref, owner, reader, holder).kind !== 'optedIn'
    );
  });
}

/** Settings of Lake Formation that let somebody past it. */
export function findOpenSettings({
  accountId,
  region,
  settings,
}: AccountObservation): BypassFinding[] {
  if (!settings) return [];
  const findings = settings.admins.map(principal =>
    finding({
      kind: 'dataLakeAdministrator',
      severity: 'low',
      accountId,
      principal,
      about: region,
      text: `The ${nameOf(
        principal,
      )} is a data lake administrator of account ${accountId}, and may grant itself anything.`,
      repair: `If it need not be, take it off the data lake administrators of account ${accountId}.`,
    }),
  );
  if (settings.allowFullTableExternalDataAccess) {
    findings.push(
      finding({
        kind: 'fullTableExternalAccess',
        severity: 'medium',
        accountId,
        about: region,
        text: `Account ${accountId} gives credentials for whole tables to engines without a session tag, if who asks may read all of the table.`,
        repair: `Turn AllowFullTableExternalDataAccess off in the Lake Formation settings of account ${accountId}.`,
      }),
    );
  }
  if (settings.defaultsToIamAllowedPrincipals) {
    findings.push(
      finding({
        kind: 'iamAllowedPrincipals',
        severity: 'medium',
        accountId,
        about: `${region} defaults`,
        text: `New databases or tables of account ${accountId} are open to ${EVERYBODY}, so that Lake Formation does not decide on them.`,
        repair: `Take ${EVERYBODY} out of the default permissions in the Lake Formation settings of account ${accountId}.`,
      }),
    );
  }
  return findings;
}
