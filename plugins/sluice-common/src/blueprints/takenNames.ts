import {
  AccessGrantDeclaration,
  ConsumerTeamDeclaration,
  Declaration,
  ShareDeclaration,
  sharesOf,
  subjectOf,
} from '../declarations';
import { agreedLinkName, grantedTeam } from './accessGrant';
import { BlueprintError, BlueprintFacts } from './facts';
import { filterNameOf, isPart, linkNameOf } from './names';
import { declaredConsumer } from './parties';

/** A name that another declaration must not use for something else. */
interface Claim {
  /** What is claimed, for people, with all that tells it from others. */
  what: string;
  /** Declarations may share a name if they mean the same by it; absent means never. */
  meaning?: string;
  /** Field of the declaration that gives it another name. */
  field: string;
}

/**
 * Refuses names that stand for something else in another declaration. A role, a
 * namespace or a filter in the hands of two would give each the access of both.
 *
 * @throws BlueprintError
 */
export function refuseTakenNames(
  declaration: Declaration,
  facts: BlueprintFacts,
): void {
  const claims = claimsOf(declaration, facts);
  const subject = subjectOf(declaration);
  for (const other of facts.declarations) {
    if (subjectOf(other) === subject) continue;
    for (const taken of claimsOf(other, facts)) {
      const claim = claims.find(
        ({ what, meaning }) =>
          what === taken.what &&
          (meaning === undefined || meaning !== taken.meaning),
      );
      if (claim) {
        throw new BlueprintError(
          `${claim.what} is already that of ${subjectOf(other)}. Give another ${
            claim.field
          } first.`,
        );
      }
    }
  }
}

function claimsOf(declaration: Declaration, facts: BlueprintFacts): Claim[] {
  switch (declaration.kind) {
    case 'producerAccount':
      return [
        role(declaration.account, declaration.dataAccessRole, 'dataAccessRole'),
      ];
    case 'consumerAccount':
      return [
        role(
          declaration.account,
          declaration.queryEngineRole,
          'queryEngineRole',
        ),
        namespace(
          declaration.account,
          declaration.secureNamespace,
          'secureNamespace',
        ),
        virtualCluster(
          declaration.account,
          declaration.virtualCluster,
          'virtualCluster',
        ),
      ];
    case 'share':
    case 'dataProduct':
      return sharesOf(declaration).flatMap(shareClaims);
    case 'consumerTeam':
      return teamClaims(declaration, facts);
    case 'accessGrant':
      return accessGrantClaims(declaration, facts);
    default:
      return [];
  }
}

function shareClaims(share: ShareDeclaration): Claim[] {
  const grantee = share.consumerAccount.replaceAll('-', '_');
  return share.tables.filter(isPart).map(table =>
    filter({
      ...share,
      table: table.table,
      name: filterNameOf(table, grantee),
    }),
  );
}

function teamClaims(
  team: ConsumerTeamDeclaration,
  facts: BlueprintFacts,
): Claim[] {
  const { account, jobExecutionRole, grants } = team;
  const sharedNamespace = declaredConsumer(facts, account)?.userNamespace;
  return [
    role(account, jobExecutionRole, 'jobExecutionRole'),
    ...(team.namespace && team.namespace !== sharedNamespace
      ? [
          namespace(account, team.namespace, 'namespace'),
          virtualCluster(account, team.namespace, 'namespace'),
        ]
      : []),
    ...grants
      .filter(isPart)
      .map(grant =>
        filter({ ...grant, name: filterNameOf(grant, jobExecutionRole) }),
      ),
    ...grants.map(grant => link(account, linkNameOf(grant), grant)),
  ];
}

function accessGrantClaims(
  grant: AccessGrantDeclaration,
  facts: BlueprintFacts,
): Claim[] {
  const team = grantedTeam(grant, facts);
  return grant.tables.flatMap(table => [
    filter({ ...table, name: table.filterName }),
    ...(team ? [link(team.account, agreedLinkName(table, team), table)] : []),
  ]);
}

function role(account: string, name: string, field: string): Claim {
  return { what: `IAM role ${name} of account ${account}`, field };
}

function namespace(account: string, name: string, field: string): Claim {
  return { what: `Namespace ${name} of account ${account}`, field };
}

function virtualCluster(account: string, name: string, field: string): Claim {
  return { what: `Virtual cluster ${name} of account ${account}`, field };
}

/** Of whoever reads the table: all that are granted it use one link of a name. */
function link(
  account: string,
  name: string,
  target: { producerAccount: string; database: string; table: string },
): Claim {
  return {
    what: `Resource link ${name} of account ${account}`,
    meaning: [target.producerAccount, target.database, target.table].join('/'),
    field: 'linkName',
  };
}

function filter(options: {
  producerAccount: string;
  database: string;
  table: string;
  name: string;
}): Claim {
  const { producerAccount, database, table, name } = options;
  return {
    what: `Data cells filter ${name} of ${database}.${table} in account ${producerAccount}`,
    field: 'filterName',
  };
}
