import { Entity, parseEntityRef } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import {
  accessGrantEntityRef,
  AccessGrantSpec,
  EffectiveAccess,
  SLUICE_API_VERSION,
} from '@sluice/plugin-sluice-common';
import { AccessSnapshot, TableEntry, Team } from '../access';
import { agreedAccess, AgreementIndex } from './agreedAccess';
import { accountAnnotations } from './annotations';
import { LiveAgreement } from './LiveAgreements';

/**
 * One `AccessGrant` per team and table of which the team reads something, or
 * may. Only tables that some permission reaches are looked at, not teams times
 * tables. An agreement alone makes no entity: a grant is what Lake Formation was
 * read to hold.
 */
export function grantEntities(
  snapshot: AccessSnapshot,
  agreements: readonly LiveAgreement[],
): Entity[] {
  const agreed = new AgreementIndex(agreements);
  const observations = new Map(
    snapshot.world.observations.map(observation => [
      observation.accountName,
      observation,
    ]),
  );
  const roleIds = new Map(
    snapshot.world.observations.flatMap(({ roles }) =>
      roles.map(role => [role.arn, role.uniqueId] as const),
    ),
  );
  return snapshot.teams.flatMap(team =>
    snapshot.tablesWithin(team).flatMap(entry => {
      const access = snapshot.accessOf(team, entry);
      if (!snapshot.isGrant(team, access)) return [];
      const { name, namespace } = parseEntityRef(
        accessGrantEntityRef(
          entry.accountName,
          team.entityRef,
          entry.table.ref,
        ),
      );
      const { databaseName, tableName } = entry.table.ref;
      return [
        {
          apiVersion: SLUICE_API_VERSION,
          kind: 'AccessGrant',
          metadata: {
            name,
            namespace,
            title: `${team.title}: ${databaseName}.${tableName}`,
            annotations: accountAnnotations(
              observations.get(entry.accountName)!,
            ),
          },
          spec: {
            ...grantSpec(team, entry, access, snapshot, agreed),
            principal: principalOf(team.roleArn!, roleIds),
          } as JsonObject,
        },
      ];
    }),
  );
}

function grantSpec(
  team: Team,
  entry: TableEntry,
  access: EffectiveAccess,
  snapshot: AccessSnapshot,
  agreed: AgreementIndex,
): Omit<AccessGrantSpec, 'principal'> {
  const { declared, ...agreement } = agreedAccess(
    agreed.find(team.entityRef, entry),
    entry.table,
  );
  const product = snapshot.productOf(entry.entityRef);
  const owners = snapshot.productOwnersOf(entry.entityRef);
  return {
    team: team.entityRef,
    table: entry.entityRef,
    ...(product && { product: product.entityRef }),
    ...(owners.length > 0 && { owners }),
    level: access.level,
    ...whatIsRead(access),
    ...agreement,
    stages: {
      ...(declared && { declared }),
      granted: { level: access.level },
      effective: { level: access.level },
    },
    ...(access.warnings.length > 0 && { warnings: access.warnings }),
    ...(access.level === 'unknown' && { problems: access.problems }),
  };
}

function whatIsRead(
  access: EffectiveAccess,
): Pick<
  AccessGrantSpec,
  'permissions' | 'columns' | 'hiddenColumns' | 'rowFilter'
> {
  if (access.level !== 'full' && access.level !== 'partial') {
    return { permissions: [], columns: [], hiddenColumns: 0 };
  }
  const visible = access.columns.filter(({ rows }) => rows.kind !== 'none');
  return {
    permissions: ['SELECT', ...access.otherPermissions],
    columns: visible.map(({ fieldId, name }) => ({
      ...(fieldId !== undefined && { fieldId }),
      name,
    })),
    hiddenColumns: access.columns.length - visible.length,
    ...(access.rows.kind === 'expression' && {
      rowFilter: access.rows.expression,
    }),
  };
}

function principalOf(
  arn: string,
  roleIds: Map<string, string>,
): AccessGrantSpec['principal'] {
  const uniqueId = roleIds.get(arn);
  return { arn, ...(uniqueId && { uniqueId }) };
}
