import {
  AccountObservation,
  EffectiveAccess,
  LF_PERMISSIONS,
  ObservedTable,
  Reason,
  TableRef,
} from '../accessModel';
import { parsePrincipal } from '../permissions';
import { AccessIndex } from './AccessIndex';
import {
  CombinedGrants,
  IamPrincipal,
  grantsAcross,
  grantsWithin,
} from './combinedGrants';
import { mayOpen } from './grantScope';
import { OpenedTable, openTable } from './grantSources';
import {
  findGovernanceDoubts,
  findReadingProblems,
  findRegistrationProblem,
  findUnrecognizedGrants,
} from './preconditions';
import { findUsableLinks } from './resourceLinks';
import { namePrincipal } from './sentences';
import { TableMemo } from './TableMemo';

/** @public */
export interface AccessQuestion {
  /** ARN of an IAM role or user. */
  principal: string;
  table: TableRef;
}

/**
 * What a principal reads of a table, by the rules of LF reference A3 to A9, over
 * all observed accounts: the union of its grants within the account, and across
 * accounts what both the owner shares and the reader's account grants on.
 *
 * Fails closed: where something that matters was not read or is not
 * understood, the answer is `unknown`, never `none` or `full`.
 *
 * @public
 */
export function effectiveAccess(
  index: AccessIndex,
  question: AccessQuestion,
): EffectiveAccess {
  return resolveAccess(index, question).access;
}

/** An answer with what it was made from; parts are absent where none were found. */
export interface ResolvedAccess {
  access: EffectiveAccess;
  table?: ObservedTable;
  owner?: AccountObservation;
  reader?: AccountObservation;
  /** As Lake Formation's API spells them, the principal first. */
  principals: string[];
  grants?: CombinedGrants;
}

/**
 * Like {@link effectiveAccess}, for whoever explains the answer.
 *
 * @param memo - of the same table, by whoever asks for many principals
 */
export function resolveAccess(
  index: AccessIndex,
  { principal: arn, table: ref }: AccessQuestion,
  memo = new TableMemo(),
): ResolvedAccess {
  const base = { table: ref, principal: arn };
  const unknown = (
    problems: string[],
    { reasons = [], warnings = [] }: Partial<CombinedGrants> = {},
  ): EffectiveAccess => ({
    level: 'unknown',
    ...base,
    problems: distinct(problems),
    reasons,
    warnings: distinct(warnings),
  });

  const principal = parsePrincipal(arn);
  if (principal.kind !== 'iamRole' && principal.kind !== 'iamUser') {
    return {
      principals: [arn],
      access: unknown([
        `${
          arn || 'An empty name'
        } is neither an IAM role nor an IAM user; Sluice answers for these only.`,
      ]),
    };
  }
  const principals = [arn, `${principal.accountId}:IAMPrincipals`];
  const owner = index.findAccount(ref);
  const reader = index.findAccount({
    region: ref.region,
    catalogId: principal.accountId,
  });
  if (!owner || !reader) {
    const access = unknown(
      [ref.catalogId, principal.accountId]
        .filter(id => !index.findAccount({ ...ref, catalogId: id }))
        .map(
          id =>
            `Account ${id} in ${ref.region} was not observed; connect it, or wait for its first observation.`,
        ),
    );
    return { access, owner, reader, principals };
  }
  const unread = findReadingProblems(index, owner, reader);
  const table = index.findTable(ref);
  if (!table) {
    const text = `Account ${ref.catalogId} has no table ${ref.databaseName}.${ref.tableName}.`;
    const access: EffectiveAccess =
      unread.length > 0
        ? unknown(unread)
        : { level: 'none', ...base, reasons: [prevents(text)], warnings: [] };
    return { access, owner, reader, principals };
  }

  const grants =
    owner === reader
      ? grantsWithin(index, table, owner, principal, principals)
      : grantsAcross(index, table, owner, reader, principal, principals, memo);
  const governance = findGovernanceDoubts(index, table, owner, reader, arn);
  const unrecognized = findUnrecognizedGrants(index, table, [
    { account: owner, principals },
    ...(owner === reader
      ? []
      : [
          { account: owner, principals: [reader.accountId] },
          { account: reader, principals },
        ]),
  ]);
  const doubts = [
    ...unread,
    ...governance.problems,
    ...unrecognized.problems,
    ...(mayOpen(grants) ? findTableProblems(table) : []),
  ];
  const links = findUsableLinks(index, table, reader, principals);
  const reasons = [
    ...governance.reasons,
    ...unrecognized.reasons,
    ...administrationOf(owner, principal),
    ...grants.reasons,
  ];
  const warnings = grants.warnings;

  const resolved = { table, owner, reader, principals, grants };
  const opened = openTable(grants.sources, table, memo);
  const level = levelOf(opened);
  // Grants only add (A6), so what may come on top of everything is no matter.
  const problems = [...doubts, ...(level === 'full' ? [] : grants.problems)];
  if (problems.length > 0) {
    const access = unknown(problems, {
      reasons: [...reasons, ...links.reasons],
      warnings: [...warnings, ...links.warnings],
    });
    return { access, ...resolved };
  }
  if (level === 'none') {
    const access: EffectiveAccess = {
      level,
      ...base,
      reasons: [...reasons, prevents(grants.missing)],
      warnings: distinct(warnings),
    };
    return { access, ...resolved };
  }
  const access: EffectiveAccess = {
    level,
    ...base,
    columns: table.columns.map(({ fieldId, name, type }, position) => {
      const rows = opened.columns[position];
      return fieldId === undefined
        ? { name, type, rows }
        : { fieldId, name, type, rows };
    }),
    rows: opened.rows,
    otherPermissions: LF_PERMISSIONS.filter(word => grants.others.has(word)),
    links: links.links,
    reasons: [...reasons, ...links.reasons],
    warnings: distinct([
      ...warnings,
      ...links.warnings,
      ...enginesOf(owner, reader),
    ]),
  };
  return { access, ...resolved };
}

/** What makes the columns, or Lake Formation's rule over them, uncertain. */
function findTableProblems(table: ObservedTable): string[] {
  const { tableName } = table.ref;
  const registration = findRegistrationProblem(table);
  return [
    ...(registration ? [registration] : []),
    ...(table.problem ? [`${tableName}: ${table.problem}`] : []),
    ...(table.columns.length === 0
      ? [`No columns of ${tableName} are known.`]
      : []),
  ];
}

/** An administrator sees metadata and may grant itself more; reading needs a grant (A3). */
function administrationOf(
  owner: AccountObservation,
  principal: IamPrincipal,
): Reason[] {
  if (!owner.settings?.admins.includes(principal.arn)) return [];
  return [
    {
      kind: 'dataLakeAdministrator',
      text: `${namePrincipal(
        principal,
      )} is a data lake administrator of account ${
        owner.accountId
      }: it sees every table and may grant itself SELECT, but reads nothing without it.`.replace(
        /^./,
        first => first.toUpperCase(),
      ),
      rows: [],
      effect: 'informs',
    },
  ];
}

/** An engine that filters data itself must be allowed to, by the table's account (A10). */
function enginesOf(
  owner: AccountObservation,
  reader: AccountObservation,
): string[] {
  const { settings } = owner;
  if (!settings) return [];
  const isAllowed =
    settings.allowExternalDataFiltering &&
    settings.externalDataFilteringAllowList.includes(reader.accountId) &&
    settings.authorizedSessionTagValues.length > 0;
  return isAllowed
    ? []
    : [
        `Account ${owner.accountId} does not let engines of account ${reader.accountId} filter data, so EMR on EKS cannot read the table; allow it in Lake Formation's application integration settings.`,
      ];
}

function levelOf({ columns }: OpenedTable): 'full' | 'partial' | 'none' {
  if (columns.every(({ kind }) => kind === 'none')) return 'none';
  return columns.every(({ kind }) => kind === 'all') ? 'full' : 'partial';
}

function prevents(text: string): Reason {
  return { kind: 'missing', text, rows: [], effect: 'prevents' };
}

function distinct(texts: string[]): string[] {
  return texts.length > 1 ? [...new Set(texts)] : texts;
}
