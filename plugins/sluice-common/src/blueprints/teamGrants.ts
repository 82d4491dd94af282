import { LfPermission, PermissionResource } from '../accessModel';
import { TableGrantDeclaration } from '../declarations';
import { DesiredResource, desired } from '../resources';
import { acceptedShare, localDatabase } from './consumerAccount';
import { dataCellsFilter, selectOnFilter } from './dataCellsFilters';
import { declaredResources } from './dataProduct';
import { BlueprintError, BlueprintFacts, heldShareKey } from './facts';
import { filterNameOf, isPart, linkNameOf } from './names';
import { Producer, producerNamed } from './parties';
import { crossAccountVersion } from './producerAccount';
import { Grantee, jobExecutionRole, jobExecutionRoleArn } from './teamRole';

/** Sharing with a role of another account begins with it (LF reference A8.1). */
const VERSION_OF_DIRECT_SHARING = 3;

type Role = ReturnType<typeof jobExecutionRole>;

interface TeamGrant {
  team: Grantee;
  /** What has to be there to grant anything to. */
  role: Role[];
  grant: TableGrantDeclaration;
  producer: Producer;
  facts: BlueprintFacts;
}

/**
 * What the team needs besides its role to read tables: seed reference 1.7 C10
 * and C11.
 *
 * @param wantedRole - absent where the role is taken to be there
 */
export function teamGrants(
  team: Grantee,
  grants: TableGrantDeclaration[],
  facts: BlueprintFacts,
  wantedRole?: Role,
): DesiredResource[] {
  const { account, declaration } = team.consumer;
  const role = wantedRole ? [wantedRole] : [];
  return [
    describe(team, role, {
      resource: {
        kind: 'database',
        catalogId: account.accountId,
        databaseName: declaration.localDatabase,
      },
      dependsOn: localDatabase(team.consumer),
      why: 'The team sees the database that its links are in.',
    }),
    ...grants.flatMap(grant => {
      const producer = producerNamed(facts, grant.producerAccount);
      const each = { team, role, grant, producer, facts };
      return [
        ...linkTo(each),
        ...(isPart(grant) ? grantOfPart(each) : grantOfWhole(each)),
      ];
    }),
  ];
}

function linkTo({ team, role, grant, producer }: TeamGrant) {
  const { account, declaration } = team.consumer;
  const database = localDatabase(team.consumer);
  const link = desired('resourceLink', {
    account: account.name,
    properties: {
      database: declaration.localDatabase,
      name: linkNameOf(grant),
      target: {
        catalogId: producer.account.accountId,
        database: grant.database,
        table: grant.table,
      },
    },
    dependsOn: [database],
    why: 'EMR on EKS reads tables of other accounts through links only.',
  });
  return [
    link,
    describe(team, role, {
      resource: {
        kind: 'table',
        catalogId: account.accountId,
        databaseName: link.properties.database,
        tableName: link.properties.name,
      },
      dependsOn: link,
      why: 'The team may use the link; that alone gives nothing on the table behind it.',
    }),
  ];
}

function describe(
  team: Grantee,
  role: Role[],
  options: {
    resource: PermissionResource;
    dependsOn: { id: string };
    why: string;
  },
) {
  const { resource, dependsOn, why } = options;
  return desired('lakeFormationPermission', {
    account: team.consumer.account.name,
    properties: {
      principal: jobExecutionRoleArn(team),
      resource,
      permissions: ['DESCRIBE'],
      grantable: [],
    },
    dependsOn: [...role, dependsOn],
    why,
  });
}

/** The consumer account passes on what it was given of the table. */
function grantOfWhole(each: TeamGrant): DesiredResource[] {
  const { team, role, grant, producer, facts } = each;
  const { account } = team.consumer;
  const shares = sharesFor(each);
  return [
    ...shares,
    desired('lakeFormationPermission', {
      account: account.name,
      properties: {
        principal: jobExecutionRoleArn(team),
        resource: {
          kind: 'table',
          catalogId: producer.account.accountId,
          databaseName: grant.database,
          tableName: grant.table,
        },
        permissions: permissionsToPassOn(each),
        grantable: [],
      },
      dependsOn: [
        ...role,
        ...shares,
        ...declaredResources(facts, producer, grant),
      ],
      why: `The team reads all of the table that account ${account.name} may read.`,
    }),
  ];
}

/** @throws BlueprintError when the account holds nothing of the table */
function permissionsToPassOn(each: TeamGrant): LfPermission[] {
  const { team, grant, producer, facts } = each;
  if (!isForeign(each)) return ['SELECT', 'DESCRIBE'];
  const held =
    facts.heldShares[
      heldShareKey({
        consumerAccountId: team.consumer.account.accountId,
        catalogId: producer.account.accountId,
        database: grant.database,
        table: grant.table,
      })
    ] ?? 'none';
  switch (held) {
    case 'whole':
      return ['SELECT', 'DESCRIBE'];
    case 'part':
      // Lake Formation takes no DESCRIBE beside SELECT on a part (seed reference 1.7g).
      return ['SELECT'];
    default:
      throw new BlueprintError(
        `Account ${team.consumer.account.name} holds no share of ${grant.database}.${grant.table} that it could pass on. Share the table of ${producer.account.name} with it first, or give the grant columns or a row filter, which ${producer.account.name} grants to the team directly.`,
      );
  }
}

/**
 * The producer grants a filter of the team's own to its role directly. Through
 * the account it would have to be shared with the account, and widen what all
 * teams read that were granted the account's share.
 */
function grantOfPart(each: TeamGrant): DesiredResource[] {
  const { team, role, grant, producer, facts } = each;
  const filter = dataCellsFilter(producer, facts, {
    ...grant,
    name: filterNameOf(grant, team.declaration.jobExecutionRole),
    why: 'What the team may see of the table; no other team is granted it.',
  });
  const select = selectOnFilter(filter, {
    principal: jobExecutionRoleArn(team),
    grantable: false,
    dependsOn: [
      ...role,
      ...(isForeign(each) ? [versionOfDirectSharing(each)] : []),
      ...declaredResources(facts, producer, grant),
    ],
    why: 'The team reads the columns and rows of its filter.',
  });
  return [filter, select, ...sharesFor(each, [select])];
}

/** @throws BlueprintError when the producer is held at an older version */
function versionOfDirectSharing({ producer }: TeamGrant) {
  const { crossAccountVersion: version } = producer.declaration;
  if (version < VERSION_OF_DIRECT_SHARING) {
    throw new BlueprintError(
      `Account ${producer.account.name} is declared to share with cross-account version ${version}, which cannot share with a single role. Raise its crossAccountVersion to ${VERSION_OF_DIRECT_SHARING} first.`,
    );
  }
  return crossAccountVersion(producer);
}

/**
 * What another account shares must be accepted, also what it shares with a role alone.
 * @throws BlueprintError when the consumer account is not to accept from the producer
 */
function sharesFor(
  each: TeamGrant,
  shared: readonly { id: string }[] = [],
): DesiredResource[] {
  if (!isForeign(each)) return [];
  const { account, declaration } = each.team.consumer;
  const { accountId, name } = each.producer.account;
  if (!declaration.producerAccountIds.includes(accountId)) {
    throw new BlueprintError(
      `Account ${account.name} does not accept what ${name} shares. Add ${accountId} to its producerAccountIds first.`,
    );
  }
  return [acceptedShare(account, accountId, shared)];
}

function isForeign({ team, producer }: TeamGrant): boolean {
  return producer.account.accountId !== team.consumer.account.accountId;
}
