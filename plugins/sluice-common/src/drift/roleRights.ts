import { ObservedPrincipalPolicies, TableRef } from '../accessModel';
import { IamVerdict, iamAllows } from '../iamAccess';
import {
  glueArn,
  roleArn,
  partitionOf,
  SESSION_TAG_KEY,
} from '../iamDocuments';
import { IamStatement } from '../resources';
import { push } from '../effectiveAccess/indexKeys';
import { World } from './World';

/** What AWS asks of an action that has no resource: nothing but `*` covers it. */
const NO_RESOURCE = '';

/** Whoever assumes it is asked by the trust alone: nothing that it lacks itself counts. */
const ALL: ObservedPrincipalPolicies = {
  arn: '',
  kind: 'role',
  trust: [],
  policies: [
    {
      name: 'all',
      statements: [{ effect: 'Allow', actions: ['*'], resources: ['*'] }],
    },
  ],
};

/** The engine that reads as a team's role, and the session tag that it carries. */
interface Engine {
  principals: string[];
  sessionTag?: string;
}

/** A right of a role that is lost, or of which it is not known. */
export interface RoleRight {
  verdict: Exclude<IamVerdict, 'yes'>;
  /** `its policies do not allow glue:GetTable on …` */
  text: string;
}

/** What the teams' roles need beside Lake Formation's permissions (LF reference A10). */
export class RoleRights {
  private readonly metadata = new Map<string, string[]>();
  private readonly engines = new Map<string, Engine>();

  constructor(private readonly world: World) {
    for (const wanted of world.wantedOf('lakeFormationPermission')) {
      const { account, properties } = wanted.resource;
      const on = properties.resource;
      const owner = world.account(account);
      if (!owner || !('tableName' in on)) continue;
      const named = { ...on, region: owner.region };
      const target = world.linkNamed(named);
      for (const ref of target ? [named, target] : [named]) {
        for (const arn of metadataArns(ref)) {
          push(this.metadata, properties.principal, arn);
        }
      }
    }
    for (const { resource } of world.wantedOf('iamRole')) {
      const { region } = world.account(resource.account) ?? {};
      const engine = engineOf(resource.properties.trust);
      if (!region || !engine) continue;
      const arn = roleArn({
        partition: partitionOf(region),
        accountId: world.idOf(resource.account),
        name: resource.properties.name,
      });
      this.engines.set(arn, engine);
    }
  }

  /** What the role may not do, or may not for sure; empty when it may do all. */
  lackingOf(
    policies: ObservedPrincipalPolicies,
    home: { accountId: string; region: string },
  ): RoleRight[] {
    const { arn } = policies;
    const context = {
      'aws:PrincipalArn': arn,
      'aws:PrincipalAccount': home.accountId,
    };
    const ask = (action: string, resource: string) =>
      iamAllows({
        action,
        resource,
        policies,
        principal: arn,
        sameAccount: true,
        context,
      });
    const resources = new Set([
      glueArn(home, 'catalog'),
      ...(this.metadata.get(arn) ?? []),
    ]);
    return [
      rightOf(
        ask('lakeformation:GetDataAccess', NO_RESOURCE),
        'policies',
        'lakeformation:GetDataAccess',
      ),
      worst(
        [...resources].map(resource =>
          rightOf(
            ask('glue:GetTable', resource),
            'policies',
            `glue:GetTable on ${resource}`,
          ),
        ),
      ),
      worst(
        ['sts:AssumeRole', 'sts:TagSession'].map(action =>
          rightOf(this.trusts(policies, action), 'trust', action),
        ),
      ),
    ].flatMap(each => each ?? []);
  }

  /** Whether the engine may become the role by this action. */
  private trusts(role: ObservedPrincipalPolicies, action: string): IamVerdict {
    const { principals, sessionTag } =
      this.engines.get(role.arn) ?? this.engineAsFound(role);
    const verdicts = principals.map(principal =>
      iamAllows({
        action,
        resource: role.arn,
        principal,
        policies: ALL,
        resourcePolicy: role.trust,
        sameAccount: false,
        context: {
          'aws:PrincipalArn': principal,
          ...(sessionTag && {
            [`aws:RequestTag/${SESSION_TAG_KEY}`]: sessionTag,
          }),
        },
      }),
    );
    if (verdicts.includes('yes')) return 'yes';
    return verdicts.includes('maybe') ? 'maybe' : 'no';
  }

  /** Where nothing declared names the engine, whomever the trust lets in may be it. */
  private engineAsFound({ trust }: ObservedPrincipalPolicies): Engine {
    const principals = trust
      .filter(({ effect }) => effect === 'Allow')
      .flatMap(statement => statement.principals ?? []);
    const [sessionTag] = this.world.observations.flatMap(
      ({ settings }) => settings?.authorizedSessionTagValues ?? [],
    );
    return {
      principals: [...new Set(principals)],
      ...(sessionTag && { sessionTag }),
    };
  }
}

/** Glue asks for all three of them. */
function metadataArns({
  region,
  catalogId,
  databaseName,
  tableName,
}: TableRef): string[] {
  const owner = { region, accountId: catalogId };
  return [
    'catalog',
    `database/${databaseName}`,
    `table/${databaseName}/${tableName}`,
  ].map(resource => glueArn(owner, resource));
}

function engineOf(trust: IamStatement[]): Engine | undefined {
  const statement = trust.find(({ Action }) =>
    [Action].flat().includes('sts:TagSession'),
  );
  const principal = statement?.Principal;
  if (!statement || !principal || principal === '*') return undefined;
  const key = `aws:RequestTag/${SESSION_TAG_KEY}`;
  const [sessionTag] = Object.values(statement.Condition ?? {}).flatMap(keys =>
    [keys[key] ?? []].flat(),
  );
  return {
    principals: [principal.AWS ?? []].flat(),
    ...(sessionTag && { sessionTag }),
  };
}

function rightOf(
  verdict: IamVerdict,
  document: 'policies' | 'trust',
  what: string,
): RoleRight | undefined {
  if (verdict === 'yes') return undefined;
  const verb = document === 'policies' ? 'do' : 'does';
  return {
    verdict,
    text:
      verdict === 'no'
        ? `its ${document} ${verb} not allow ${what}`
        : `whether its ${document} ${
            verb === 'do' ? 'allow' : 'allows'
          } ${what} depends on a condition, a resource or a boundary that cannot be decided`,
  };
}

/** One of several that are about the same: what is lost says more than what is not known. */
function worst(rights: (RoleRight | undefined)[]): RoleRight | undefined {
  const lacking = rights.flatMap(each => each ?? []);
  return lacking.find(({ verdict }) => verdict === 'no') ?? lacking[0];
}
