import { ConsumerTeamDeclaration } from '../declarations';
import { DesiredResource } from '../resources';
import { BlueprintFacts } from './facts';
import { consumerAccountNamed, consumerNamed } from './parties';
import { teamGrants } from './teamGrants';
import { teamNamespace } from './teamNamespace';
import {
  jobExecutionPolicies,
  jobExecutionRole,
  jobExecutionRoleArn,
  logPrefixOf,
  namespaceOf,
  queryEngineMemberships,
  Team,
} from './teamRole';

/** Seed reference 1.7 C4 and C9 to C11. */
export function consumerTeamBlueprint(
  declaration: ConsumerTeamDeclaration,
  facts: BlueprintFacts,
): DesiredResource[] {
  const team = teamOf(declaration, facts);
  const policies = jobExecutionPolicies(team, facts);
  const role = jobExecutionRole(team, policies);
  return [
    ...policies,
    role,
    ...queryEngineMemberships(team),
    ...teamNamespace(team),
    ...teamGrants(team, declaration.grants, facts, role),
  ];
}

/** What people and job submissions need to know of a team. @public */
export interface TeamOutputs {
  jobExecutionRoleArn: string;
  namespace: string;
  /** Name of the virtual cluster that the team's jobs are submitted to. */
  virtualCluster: string;
  /** `s3://bucket/prefix/`, which the team's jobs may read. */
  scriptLocation: string;
  /** `s3://bucket/prefix/`, which the team's jobs may write, and no other team's read. */
  logLocation: string;
}

/**
 * What comes of a consumer team, for those who use it.
 * @throws BlueprintError when the team's account is not set up
 * @public
 */
export function teamOutputs(
  declaration: ConsumerTeamDeclaration,
  facts: BlueprintFacts,
): TeamOutputs {
  const team = {
    declaration,
    consumer: consumerAccountNamed(facts, declaration.account),
  };
  const { jobsBucket, scriptPrefix, userNamespace, virtualCluster } =
    team.consumer.declaration;
  const namespace = namespaceOf(team);
  return {
    jobExecutionRoleArn: jobExecutionRoleArn(team),
    namespace,
    virtualCluster: namespace === userNamespace ? virtualCluster : namespace,
    scriptLocation: `s3://${jobsBucket}/${scriptPrefix}/`,
    logLocation: `s3://${jobsBucket}/${logPrefixOf(team)}/`,
  };
}

function teamOf(
  declaration: ConsumerTeamDeclaration,
  facts: BlueprintFacts,
): Team {
  return { declaration, consumer: consumerNamed(facts, declaration.account) };
}
