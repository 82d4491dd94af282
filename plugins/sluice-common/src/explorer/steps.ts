import {
  AccountObservation,
  EffectiveAccess,
  Permission,
  Reason,
  TableRef,
  tableKey,
} from '../accessModel';
import {
  list,
  namePrincipal,
  printTagExpression,
} from '../effectiveAccess/sentences';
import { parsePrincipal } from '../permissions';
import { AccessNodeKind, AccessStep } from './types';

/** The table that is asked about. */
export function tableStep(table: TableRef): AccessStep {
  const title = `${table.databaseName}.${table.tableName}`;
  return plainStep(
    'table',
    tableKey(table),
    title,
    `The table is ${title} in account ${table.catalogId}.`,
  );
}

/** An account whose Lake Formation grants. */
export function accountStep({
  accountId,
  accountName,
}: AccountObservation): AccessStep {
  return plainStep(
    'account',
    accountId,
    accountName,
    `Lake Formation of account ${accountId} decides next.`,
    accountId,
  );
}

/** How something that is shared comes into another account. */
export function arrivalSteps(
  owner: AccountObservation,
  reader: AccountObservation,
): AccessStep[][] {
  return [
    [
      plainStep(
        'share',
        `${owner.accountId}/${reader.accountId}`,
        'Resource share',
        `A resource share brings it from account ${owner.accountId} to account ${reader.accountId}.`,
        'accepted',
      ),
    ],
    [accountStep(reader)],
  ];
}

/** A permission, with the sentence by which the answer names it. */
export function permissionStep(
  permission: Permission,
  reasons: Reason[],
): AccessStep {
  const { id, observedIn, principal, resource, rows } = permission;
  const reason = reasons.find(each => each.rows === rows);
  const words = list(permission.permissions);
  return {
    node: {
      id: `permission/${observedIn}/${id}`,
      kind: kindOf(permission),
      title: titleOf(resource) ?? words,
      detail: `${words} for ${namePrincipal(principal)}`,
    },
    text:
      reason?.text ??
      `Account ${observedIn} grants ${namePrincipal(principal)} ${words}.`,
    effect: reason?.effect ?? 'supports',
    rows,
  };
}

const REASON_NODES: Partial<Record<Reason['kind'], AccessNodeKind>> = {
  dataCellsFilter: 'filter',
  lfTagGrant: 'lfTags',
  ramInvitation: 'share',
  iamAllowedPrincipals: 'iam',
  dataLakeAdministrator: 'iam',
};

const REASON_TITLES: Partial<Record<Reason['kind'], string>> = {
  dataCellsFilter: 'Data cells filter',
  lfTagGrant: 'LF-Tags',
  ramInvitation: 'Resource share',
  missing: 'No SELECT',
  problem: 'Not understood',
};

/** A reason as a step of its own. */
export function reasonStep(reason: Reason, id: string): AccessStep {
  return {
    node: {
      id: `reason/${id}`,
      kind: REASON_NODES[reason.kind] ?? 'permission',
      title: REASON_TITLES[reason.kind] ?? 'Permission',
    },
    text: reason.text,
    effect: reason.effect,
    rows: reason.rows,
  };
}

/** Where a way ends, with what would let it go on. */
export function stopStep(id: string, title: string, text: string): AccessStep {
  return {
    node: { id: `stop/${id}`, kind: 'permission', title },
    text,
    effect: 'prevents',
    rows: [],
  };
}

/** Over the resource links, where there are some, to the principal. */
export function lastSteps(
  access: EffectiveAccess,
  isForeign: boolean,
): AccessStep[][] {
  const links =
    isForeign && 'links' in access
      ? access.links.map(ref =>
          plainStep(
            'link',
            tableKey(ref),
            `${ref.databaseName}.${ref.tableName}`,
            `Jobs name the table by the resource link ${ref.databaseName}.${ref.tableName}.`,
          ),
        )
      : [];
  return [links, [principalStep(access.principal)]];
}

/** Whoever reads. */
export function principalStep(arn: string): AccessStep {
  const title = namePrincipal(parsePrincipal(arn));
  return plainStep('principal', arn, title, `It ends at ${title}.`, arn);
}

function kindOf({ resource }: Permission): AccessNodeKind {
  if (resource.kind === 'dataCellsFilter') return 'filter';
  return resource.kind === 'lfTagPolicy' ? 'lfTags' : 'permission';
}

function titleOf(resource: Permission['resource']): string | undefined {
  if (resource.kind === 'dataCellsFilter') return resource.filterName;
  return resource.kind === 'lfTagPolicy'
    ? printTagExpression(resource.expression)
    : undefined;
}

function plainStep(
  kind: AccessNodeKind,
  id: string,
  title: string,
  text: string,
  detail?: string,
): AccessStep {
  return {
    node: { id: `${kind}/${id}`, kind, title, ...(detail && { detail }) },
    text,
    effect: 'supports',
    rows: [],
  };
}
