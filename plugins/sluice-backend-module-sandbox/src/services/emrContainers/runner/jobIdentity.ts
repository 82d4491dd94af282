import { Caller, SandboxWorld } from '../../../core';
import { eksClusters } from '../../eks/clusters';
import { decisionFor } from '../../iam/authorization';
import { hasOidcProvider } from '../../iam/oidcProviders';
import { findRole } from '../../iam/roles';
import { IamRole } from '../../iam/state';
import { allowsAssume, allowsWebIdentity } from '../../iam/trust';
import { lakeFormationConfigurationOf } from '../securityConfigurations';
import { JobRun, VirtualCluster } from '../state';
import { JobFailure } from './JobFailure';

/** A job run and where it is. */
export interface JobPlace {
  run: JobRun;
  cluster: VirtualCluster;
  accountId: string;
  region: string;
}

const SESSION_TAG = 'LakeFormationAuthorizedCaller';

/** How EMR on EKS ends the name of a role's service accounts (seed reference 1.7f). */
function base36(text: string): string {
  return [...Buffer.from(text)]
    .reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
    .toString(36);
}

function session(role: IamRole, run: JobRun): Caller {
  const name = `emr-containers-${run.id}`;
  return {
    accountId: role.accountId,
    arn: `arn:aws:sts::${role.accountId}:assumed-role/${role.name}/${name}`,
    principalArn: role.arn,
    userId: `${role.id}:${name}`,
    sessionTags: {},
  };
}

function refused(message: string) {
  return new JobFailure('USER_ERROR', message);
}

/** The session that a pod of EMR's has of a role, by its service account. */
function podSession(
  world: SandboxWorld,
  { run, cluster, accountId, region }: JobPlace,
  { roleArn, namespace }: { roleArn: string; namespace: string },
): Caller {
  const role = findRole(world, roleArn);
  if (!role) throw refused(`The role ${roleArn} does not exist.`);
  const issuer = eksClusters(world, accountId, region)
    .get(cluster.containerProvider.id)
    ?.description.identity?.oidc?.issuer?.replace('https://', '');
  if (!issuer || !hasOidcProvider(world, accountId, issuer)) {
    throw refused(
      `IAM of account ${accountId} has no OIDC provider for EKS cluster ${cluster.containerProvider.id}, so no pod can become a role.`,
    );
  }
  const subject = `system:serviceaccount:${namespace}:emr-containers-sa-spark-driver-${accountId}-${base36(
    role.name,
  )}`;
  if (!allowsWebIdentity(role.trust, { accountId, issuer, subject })) {
    throw refused(
      `Not authorized to perform sts:AssumeRoleWithWebIdentity: the trust of ${role.name} does not let in EMR's service accounts of namespace ${namespace}.`,
    );
  }
  return session(role, run);
}

/** Whether the driver is one that Lake Formation is asked about (see {@link driverOf}). */
export function isUnderLakeFormation({ sessionTags }: Caller): boolean {
  return sessionTags[SESSION_TAG] !== undefined;
}

/**
 * Who the job's driver is: the execution role; under Lake Formation EMR's system
 * driver is that role as well, through the query engine role and with the session
 * tag that makes Lake Formation trust it to filter (seed reference 1.7a to 1.7d).
 *
 * Within one account IAM itself would be content with a trust that names the query
 * engine role. The sandbox asks for the role's own policy as well, as EMR's
 * documentation does, so that a team that was left out of it shows here first.
 *
 * @throws JobFailure `USER_ERROR`
 */
export function driverOf(world: SandboxWorld, place: JobPlace): Caller {
  const { run, cluster, accountId, region } = place;
  const user = podSession(world, place, {
    roleArn: run.executionRoleArn,
    namespace: cluster.containerProvider.info.eksInfo.namespace,
  });
  const lakeFormation = lakeFormationConfigurationOf(
    { world, accountId, region },
    cluster,
  );
  // Without the tag no account's Lake Formation lets it filter anything.
  if (!lakeFormation) return { ...user, engineOf: run.id };
  const engine = podSession(world, place, {
    roleArn: lakeFormation.queryEngineRoleArn!,
    namespace: lakeFormation.secureNamespaceInfo!.namespace!,
  });
  const tags = { [SESSION_TAG]: lakeFormation.authorizedSessionTagValue! };
  const allowed = ['sts:AssumeRole', 'sts:TagSession'].every(
    action =>
      decisionFor(world, engine.principalArn, {
        action,
        resource: run.executionRoleArn,
        context: { [`aws:RequestTag/${SESSION_TAG}`]: tags[SESSION_TAG] },
      }) === 'allowed',
  );
  const { trust } = findRole(world, run.executionRoleArn)!;
  const trusted = allowsAssume(trust, { caller: engine, tags });
  if (!allowed || !trusted) {
    throw refused(
      `The query engine role may not assume ${
        run.executionRoleArn
      } with session tag ${tags[SESSION_TAG]}: ${
        allowed ? "the job role's trust" : "the query engine role's policy"
      } does not allow it.`,
    );
  }
  return { ...user, sessionTags: tags, engineOf: run.id };
}
