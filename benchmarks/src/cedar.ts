import {
  EntityJson,
  preparsePolicySet,
  statefulIsAuthorized,
} from '@cedar-policy/cedar-wasm/nodejs';
import { Permission, TableRef } from '@sluice/plugin-sluice-common';
import {
  ExtentOf,
  columnUid,
  createEntitiesOf,
  createExtentOf,
  databaseUid,
  roleUid,
  tableUid,
} from './cedarEntities';
import { COLUMN_NAMES, STATES } from './estateAccounts';
import { Estate } from './estate';

const POLICIES = 'estate';
const READ = { type: 'Action', id: 'read' };

/** Whether a role reads one column in a row of one state. */
export interface CellQuestion {
  principal: string;
  table: TableRef;
  column: string;
  state: string;
}

/**
 * The estate for Cedar: one policy per grant to a role. What the account of the
 * role is given stands in tags of the column, so that both sides count, as in
 * Lake Formation. A new one takes the place of the one before.
 */
export class CedarPeer {
  readonly policies: string[];
  private readonly entitiesOf: (
    arn: string,
    ref: TableRef,
    column: string,
  ) => EntityJson[];

  constructor(estate: Estate) {
    const extentOf = createExtentOf(estate.observations);
    this.entitiesOf = createEntitiesOf(estate, extentOf);
    this.policies = estate.observations.flatMap(({ permissions }) =>
      permissions
        .filter(({ principal }) => principal.kind === 'iamRole')
        .map(permission => policyOf(permission, extentOf)),
    );
  }

  parse(): void {
    const answer = preparsePolicySet(POLICIES, {
      staticPolicies: this.policies.join('\n'),
    });
    if (answer.type === 'failure') {
      throw new Error(`Cedar: ${answer.errors[0].message}`);
    }
  }

  reads({ principal, table, column, state }: CellQuestion): boolean {
    const answer = statefulIsAuthorized({
      principal: roleUid(principal),
      action: READ,
      resource: columnUid(table, column),
      context: { state },
      preparsedPolicySetId: POLICIES,
      entities: this.entitiesOf(principal, table, column),
    });
    if (answer.type === 'failure') {
      throw new Error(`Cedar: ${answer.errors[0].message}`);
    }
    const [error] = answer.response.diagnostics.errors;
    if (error) throw new Error(`Cedar: ${error.error.message}`);
    return answer.response.decision === 'allow';
  }
}

function policyOf(permission: Permission, extentOf: ExtentOf): string {
  const { principal, resource, region } = permission;
  if (principal.kind !== 'iamRole') throw new Error('Not a grant to a role.');
  const scope = (inWhat: string) =>
    `permit(principal == ${print(
      roleUid(principal.arn),
    )}, action == Action::"read", resource${inWhat})`;
  const shared =
    'resource.hasTag(principal.account) && resource.getTag(principal.account).contains(context.state)';
  switch (resource.kind) {
    case 'allTables': {
      const database = databaseUid({ ...resource, region });
      return `${scope(` in ${print(database)}`)} when { ${shared} };`;
    }
    case 'lfTagPolicy': {
      const domains = resource.expression.flatMap(({ values }) => values);
      const catalog = JSON.stringify(resource.catalogId);
      return `${scope(
        '',
      )} when { resource.catalog == ${catalog} && ${JSON.stringify(
        domains,
      )}.contains(resource.domain) && ${shared} };`;
    }
    case 'table':
    case 'columns':
    case 'dataCellsFilter': {
      const table = { ...resource, region };
      const { columns, states } = extentOf(permission);
      const conditions = [shared];
      if (columns.length < COLUMN_NAMES.length) {
        const uids = columns.map(column => print(columnUid(table, column)));
        conditions.push(`[${uids.join(', ')}].contains(resource)`);
      }
      if (states.length < STATES.length) {
        conditions.push(`${JSON.stringify(states)}.contains(context.state)`);
      }
      return `${scope(
        ` in ${print(tableUid(table))}`,
      )} when { ${conditions.join(' && ')} };`;
    }
    default:
      throw new Error(`The estate has no grants on ${resource.kind}.`);
  }
}

function print({ type, id }: { type: string; id: string }): string {
  return `${type}::${JSON.stringify(id)}`;
}
