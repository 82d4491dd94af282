import {
  AccountObservation,
  ObservedPrincipalPolicies,
  ObservedStatement,
} from '../accessModel';
import type { BypassFinding } from '../explorer/types';
import { iamAllows, IamVerdict } from '../iamAccess';
import { partitionOf, SESSION_TAG_KEY } from '../iamDocuments';
import { finding, nameOf, once, severityOf } from './finding';

/** Whoever has every right of its own. */
const ALL: ObservedPrincipalPolicies = {
  arn: '*',
  kind: 'role',
  trust: [],
  policies: [
    {
      name: 'all',
      statements: [{ effect: 'Allow', actions: ['*'], resources: ['*'] }],
    },
  ],
};

/** The role of a team, by which its jobs read. */
export interface TeamRole {
  principal: string;
  title: string;
}

/** Who may start a job as the role of a team, whoever that is of. */
export function findJobStarters(
  { accountId, region, virtualClusters }: AccountObservation,
  policies: ObservedPrincipalPolicies[],
  teams: TeamRole[],
): BypassFinding[] {
  if (virtualClusters.length === 0) return [];
  const resource = `arn:${partitionOf(
    region,
  )}:emr-containers:${region}:${accountId}:/virtualclusters/*`;
  return policies.flatMap(each => {
    const started = teams
      .filter(({ principal }) => principal !== each.arn)
      .map(team => ({
        team,
        verdict: iamAllows({
          action: 'emr-containers:StartJobRun',
          resource,
          policies: each,
          principal: each.arn,
          sameAccount: true,
          context: { 'emr-containers:ExecutionRoleArn': team.principal },
        }),
      }))
      .filter(({ verdict }) => verdict !== 'no');
    if (started.length === 0) return [];
    const isSure = started.some(({ verdict }) => verdict === 'yes');
    const titles = once(started, ({ team }) => team.title).map(
      ({ team }) => team.title,
    );
    return [
      finding({
        kind: 'startsJobsAsOthers',
        severity: 'medium',
        accountId,
        principal: each.arn,
        about: region,
        text: `The ${nameOf(each.arn)} ${
          isSure ? 'may' : 'may be able to'
        } start jobs that read as ${titles.join(', ')}.`,
        repair: `Allow it emr-containers:StartJobRun with the condition emr-containers:ExecutionRoleArn only for the roles of which it should run jobs.`,
      }),
    ];
  });
}

/** Who may become the role of a team outside of its jobs. */
export function findAssumers(
  accountId: string,
  policies: ObservedPrincipalPolicies[],
  teams: TeamRole[],
): BypassFinding[] {
  const byAssumer = new Map<string, { title: string; verdict: IamVerdict }[]>();
  const byArn = new Map(policies.map(each => [each.arn, each]));
  for (const { principal, title } of teams) {
    for (const [assumer, verdict] of assumersOf(byArn.get(principal))) {
      byAssumer.set(assumer, [
        ...(byAssumer.get(assumer) ?? []),
        { title, verdict },
      ]);
    }
  }
  return [...byAssumer].map(([assumer, roles]) => {
    const isAnybody = assumer === '*';
    const isAccount = /^\d{12}$|:root$/.test(assumer);
    const isSure = roles.some(({ verdict }) => verdict === 'yes');
    const titles = [...new Set(roles.map(({ title }) => title))].join(', ');
    let who = `The ${nameOf(assumer)}`;
    if (isAnybody) who = 'Anybody';
    if (isAccount) {
      who = `Whoever account ${/\d{12}/.exec(assumer)} lets`;
    }
    return finding({
      kind: 'assumesTeamRole',
      severity: severityOf(isSure && !isAccount ? 'yes' : 'maybe'),
      accountId,
      ...(!isAnybody && { principal: assumer }),
      text: `${who} ${
        isSure ? 'may' : 'may, under a condition,'
      } assume the role of ${titles} outside of its jobs.`,
      repair: `Take it out of the trust of the role, and leave there the query engine role and the service accounts of EMR.`,
    });
  });
}

/** By the trust of a role; Lake Formation's engine is expected there. */
function assumersOf(
  role: ObservedPrincipalPolicies | undefined,
): Map<string, IamVerdict> {
  const found = new Map<string, IamVerdict>();
  if (!role) return found;
  const engines = new Set(
    role.trust.filter(isOfEngine).flatMap(({ principals = [] }) => principals),
  );
  const named = role.trust
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ principals = [], notPrincipal }) =>
      notPrincipal ? ['*'] : principals,
    )
    .filter(principal => principal === '*' || !engines.has(principal));
  for (const principal of named) {
    const verdict = iamAllows({
      action: 'sts:AssumeRole',
      resource: role.arn,
      principal,
      resourcePolicy: role.trust,
      // The trust alone is asked, so nothing that the principal lacks counts.
      policies: ALL,
      sameAccount: false,
    });
    if (verdict !== 'no') found.set(principal, verdict);
  }
  return found;
}

function isOfEngine({ effect, conditions = {} }: ObservedStatement): boolean {
  return (
    effect === 'Allow' &&
    Object.values(conditions).some(keys =>
      Object.keys(keys).some(
        key =>
          key.toLowerCase() ===
          `aws:requesttag/${SESSION_TAG_KEY}`.toLowerCase(),
      ),
    )
  );
}
