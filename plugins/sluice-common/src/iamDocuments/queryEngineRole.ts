import { IamPolicyMemberProperties, IamStatement } from '../resources';
import { serviceAccountTrust } from './serviceAccountTrust';
import { withSessionTag } from './sessionTag';

/**
 * What the system driver may do before there is any team; each team adds itself
 * by {@link queryEnginePolicyMemberships}.
 * @public
 */
export function queryEnginePolicy(): IamStatement[] {
  return [
    {
      // User driver and system driver talk over TLS. AWS has no resource for the action.
      Sid: 'CreateCertificateAccessForTLS',
      Effect: 'Allow',
      Action: 'emr-containers:CreateCertificate',
      Resource: '*',
    },
  ];
}

/**
 * Statements of the query engine role's policy in which each team's role is a
 * resource: seed reference 1.7a. The driver assumes it with the session tag,
 * executors without.
 * @public
 */
export function queryEnginePolicyMemberships(
  sessionTagValue: string,
): IamPolicyMemberProperties['statement'][] {
  return [
    {
      Sid: 'AssumeJobRoleWithSessionTag',
      Effect: 'Allow',
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: withSessionTag(sessionTagValue),
    },
    {
      Sid: 'AssumeJobRoleOnly',
      Effect: 'Allow',
      Action: ['sts:AssumeRole'],
    },
  ];
}

/**
 * Only EMR's pods in the system namespace: seed reference 1.7b without the
 * account root, which `CreateRole` needed while there was no cluster.
 * @public
 */
export function queryEngineTrust(
  options: Parameters<typeof serviceAccountTrust>[0],
): IamStatement[] {
  return [serviceAccountTrust(options)];
}
