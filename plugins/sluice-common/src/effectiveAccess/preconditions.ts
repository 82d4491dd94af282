import {
  AccountObservation,
  ObservationPart,
  ObservedTable,
  Permission,
  Reason,
  TableRef,
} from '../accessModel';
import { parsePrincipal } from '../permissions';
import { AccessIndex } from './AccessIndex';
import { optInStateOf } from './optIns';
import { sortedById } from './permissionOrder';
import { namePrincipal } from './sentences';

/** Why Lake Formation's grants alone do not decide, or are not all known. */
export interface Doubts {
  problems: string[];
  reasons: Reason[];
}

/**
 * Parts of the accounts without which no answer can be given, whatever the
 * grants say.
 */
export function findReadingProblems(
  index: AccessIndex,
  owner: AccountObservation,
  reader: AccountObservation,
): string[] {
  const needed: [AccountObservation, ObservationPart, string][] = [
    [owner, 'databases', 'databases'],
    [owner, 'tables', 'tables'],
    [owner, 'permissions', 'permissions'],
    [reader, 'permissions', 'permissions'],
  ];
  const failures = needed.flatMap(([account, part, noun]) => {
    const failure = index.findFailure(account, part);
    return failure === undefined
      ? []
      : [
          `The ${noun} of account ${account.accountId} could not be read: ${failure}`,
        ];
  });
  const stale = [...new Set([owner, reader])]
    .filter(account => index.isStale(account))
    .map(
      account =>
        `Account ${account.accountId} was last read at ${account.observedAt}, which is too long ago to rely on; start an observation.`,
    );
  return [...new Set([...failures, ...stale])];
}

/**
 * Grants and modes that take the decision away from Lake Formation. Over a
 * hybrid location it decides for whoever is opted in, and then also in spite of
 * IAM_ALLOWED_PRINCIPALS (LF reference A9).
 *
 * @param principal - ARN of whoever asks
 */
export function findGovernanceDoubts(
  index: AccessIndex,
  table: ObservedTable,
  owner: AccountObservation,
  reader: AccountObservation,
  principal: string,
): Doubts {
  const { ref } = table;
  const { tableName } = ref;
  const open = sortedById(
    index.findPermissions(ref, 'IAM_ALLOWED_PRINCIPALS', ref.catalogId),
  );
  const isHybrid = table.registration === 'hybrid';
  const optIn = isHybrid
    ? optInStateOf(index, ref, owner, reader, principal)
    : undefined;
  const isOptedIn = optIn?.kind === 'optedIn';
  const reasons: Reason[] =
    open.length > 0
      ? [
          {
            kind: 'iamAllowedPrincipals',
            text: isOptedIn
              ? `IAM_ALLOWED_PRINCIPALS holds a permission on ${tableName}, which does not count for a principal that is opted in.`
              : `IAM_ALLOWED_PRINCIPALS holds a permission on ${tableName}, so IAM policies decide who reads it, not Lake Formation.`,
            rows: open.flatMap(({ rows }) => rows),
            effect: 'informs',
          },
        ]
      : [];
  const who = namePrincipal(parsePrincipal(principal));
  const hybrid = `The location of ${tableName} is registered in hybrid access mode`;
  switch (optIn?.kind) {
    case 'optedIn':
      return {
        problems: [],
        reasons: [
          ...reasons,
          {
            kind: 'grant',
            text: `${hybrid}, and ${who} is opted in, so Lake Formation decides.`,
            rows: [],
            effect: 'informs',
          },
        ],
      };
    case 'notOptedIn':
      return {
        problems: [
          `${hybrid}: Lake Formation decides only for principals that are opted in, and ${who} is not, so that IAM policies decide. Opt it in, or register the location without hybrid access.`,
        ],
        reasons,
      };
    case 'undetermined':
      return { problems: [`${hybrid}. ${optIn.text}`], reasons };
    default:
      return {
        problems:
          open.length > 0
            ? [
                `IAM policies decide who reads ${tableName}, and Sluice does not evaluate them. Revoke the permission of IAM_ALLOWED_PRINCIPALS to let Lake Formation decide.`,
              ]
            : [],
        reasons,
      };
  }
}

/** Why filters on the table would not be enforced; undefined when they are. */
export function findRegistrationProblem(
  table: ObservedTable,
): string | undefined {
  const { tableName } = table.ref;
  switch (table.registration) {
    case 'none':
      return `The location of ${tableName} is not registered with Lake Formation, which therefore neither filters its data nor gives credentials for it. Register the location.`;
    case 'unknown':
      return `Whether the location of ${tableName} is registered with Lake Formation could not be read.`;
    default:
      return undefined;
  }
}

/**
 * Permissions of the principals that are not understood and do not plainly
 * concern something else.
 */
export function findUnrecognizedGrants(
  index: AccessIndex,
  table: ObservedTable,
  holders: { account: AccountObservation; principals: string[] }[],
): Doubts {
  if (!index.mayHoldUnrecognized(table.ref)) {
    return { problems: [], reasons: [] };
  }
  const permissions = holders.flatMap(({ account, principals }) =>
    principals.flatMap(principal =>
      sortedById([
        ...index
          .findUnrecognizedPermissions(account, principal)
          .filter(permission => mayConcern(permission, table.ref)),
        // Gives everything in the catalog, in ways that are not documented.
        ...index
          .findCatalogPermissions(table.ref, principal)
          .filter(
            permission =>
              permission.observedIn === account.accountId &&
              permission.permissions.includes('SUPER_USER'),
          ),
      ]),
    ),
  );
  return {
    problems: permissions.map(
      permission =>
        `Account ${
          permission.observedIn
        } holds a permission of a kind that Sluice does not know: ${list(
          permission.rows,
        )}. ${guessAt(permission)}Look at it in Lake Formation.`,
    ),
    reasons: permissions.map(permission => ({
      kind: 'problem',
      text: `A permission of a kind that Sluice does not know may reach ${
        table.ref.tableName
      }. ${guessAt(permission)}`.trim(),
      rows: permission.rows,
      effect: 'informs',
    })),
  };
}

function list(rows: Permission['rows']): string {
  return [
    ...new Set(
      rows.map(row => `${row.permissions.join(', ')} on ${row.resource}`),
    ),
  ].join('; ');
}

/**
 * A sentence on what a permission may be that is not understood; empty where
 * nothing speaks for it. The SDK drops members that it does not know, and the one
 * that AWS documents and no SDK knows is a row-level-security policy.
 */
export function guessAt({ resource }: Permission): string {
  if (resource.kind !== 'unrecognised') return '';
  const members = Object.keys(membersOf(resource.json));
  return members.every(member => member === 'RLSPolicy')
    ? 'Most likely it attaches a row-level-security policy, which the AWS SDK cannot read. '
    : '';
}

/** False only if the resource names another catalog, database or table. */
export function mayConcern({ resource }: Permission, table: TableRef): boolean {
  if (resource.kind !== 'unrecognised') return true;
  return Object.entries(membersOf(resource.json)).every(([member, value]) => {
    if (typeof value !== 'object' || value === null) return true;
    const fields = value as Record<string, unknown>;
    const isNamed = (wanted: string, ...names: string[]) =>
      names.every(name => {
        const actual = fields[name];
        return (
          typeof actual !== 'string' ||
          actual === 'ALL_TABLES' ||
          actual.toLowerCase() === wanted.toLowerCase()
        );
      });
    if (member === 'LFTagPolicy' && fields.ResourceType === 'DATABASE') {
      return false;
    }
    return (
      isNamed(table.catalogId, 'CatalogId', 'TableCatalogId') &&
      isNamed(table.databaseName, 'DatabaseName') &&
      isNamed(table.tableName, 'TableName') &&
      (member !== 'Database' || isNamed(table.databaseName, 'Name')) &&
      (!member.startsWith('Table') || isNamed(table.tableName, 'Name'))
    );
  });
}

function membersOf(json: string): object {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
