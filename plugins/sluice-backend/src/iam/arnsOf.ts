import {
  DesiredResource,
  glueArn,
  partitionOf,
} from '@sluice/plugin-sluice-common';
import { ConnectedAccount } from '@sluice/plugin-sluice-node';
import { iamArn } from '../resources/arns';

/** Stands for an id that AWS has not given out yet. */
const SOME_ID = '00000000-0000-0000-0000-000000000000';

const S3_OBJECT_ACTION =
  /^s3:(GetObject|PutObject|AbortMultipartUpload|ListMultipartUploadParts)$/;

/**
 * What IAM is asked about before an action is taken on a resource. More than one
 * where nobody knows the ARN before AWS gives it out; then any of them will do,
 * so that a policy for a part of the account is not taken for none. Glue asks for
 * catalog, database and table alike; the database, which all need, stands for
 * them. `*` is right for the actions of Lake Formation, which knows no ARNs.
 */
export function arnsOf(
  action: string,
  resource: DesiredResource,
  account: ConnectedAccount,
  purpose: 'read' | 'write',
): string[] {
  const inRegion = (service: string, name: string) =>
    `arn:${partitionOf(account.region)}:${service}:${account.region}:${
      account.accountId
    }:${name}`;
  switch (action.split(':')[0]) {
    case 'iam':
      return [iamArnOf(resource, account)];
    case 's3':
      return s3ArnsOf(action, resource, account, purpose);
    case 'glue':
      return [catalogArnOf(resource, account)];
    case 'athena':
      return [inRegion('athena', 'workgroup/primary')];
    case 'eks': {
      const cluster = clusterOf(resource);
      return [
        inRegion('eks', `cluster/${cluster}`),
        ...(/AccessEntry|AccessPolic/.test(action)
          ? [
              inRegion(
                'eks',
                `access-entry/${cluster}/role/${account.accountId}/any/${SOME_ID}`,
              ),
            ]
          : []),
      ];
    }
    case 'emr-containers':
      return [
        '*',
        inRegion('emr-containers', `/virtualclusters/${SOME_ID}`),
        inRegion('emr-containers', `/securityconfigurations/${SOME_ID}`),
      ];
    case 'ram':
      return ['*', inRegion('ram', `resource-share/${SOME_ID}`)];
    default:
      return ['*'];
  }
}

function iamArnOf(
  resource: DesiredResource,
  account: ConnectedAccount,
): string {
  switch (resource.type) {
    case 'iamRole':
      return iamArn(account, `role/${resource.properties.name}`);
    case 'iamPolicy':
      return iamArn(account, `policy/${resource.properties.name}`);
    case 'iamPolicyMember':
      return iamArn(account, `policy/${resource.properties.policyName}`);
    case 'iamOidcProvider': {
      const issuer = resource.properties.issuerUrl.replace(/^https:\/\//, '');
      return iamArn(account, `oidc-provider/${issuer}`);
    }
    case 'registeredLocation':
      return resource.properties.roleArn;
    default:
      return '*';
  }
}

/** Tables are read by their metadata, and made by Athena, which writes its results. */
function s3ArnsOf(
  action: string,
  resource: DesiredResource,
  { region }: ConnectedAccount,
  purpose: 'read' | 'write',
): string[] {
  const arn = (path: string) => `arn:${partitionOf(region)}:s3:::${path}`;
  const inS3 = (location: string) =>
    location.replace(/^s3:\/\//, '').replace(/\/$/, '');
  switch (resource.type) {
    case 's3Bucket':
      return [arn(resource.properties.name)];
    case 'icebergTable':
    case 'icebergRows': {
      if (purpose === 'write') {
        const results = inS3(resource.properties.athenaOutputLocation);
        return S3_OBJECT_ACTION.test(action)
          ? [arn(`${results}/${SOME_ID}.txt`)]
          : [arn(results.split('/')[0])];
      }
      return resource.type === 'icebergTable'
        ? [
            arn(
              `${inS3(
                resource.properties.location,
              )}/metadata/00000-${SOME_ID}.metadata.json`,
            ),
          ]
        : [];
    }
    default:
      return ['*'];
  }
}

function catalogArnOf(
  resource: DesiredResource,
  account: ConnectedAccount,
): string {
  switch (resource.type) {
    case 'glueDatabase':
      return glueArn(account, `database/${resource.properties.name}`);
    case 'icebergRows':
    case 'icebergTable':
    case 'resourceLink':
    case 'withoutIamAllowedPrincipals':
      return glueArn(account, `database/${resource.properties.database}`);
    default:
      return glueArn(account, 'catalog');
  }
}

function clusterOf(resource: DesiredResource): string {
  switch (resource.type) {
    case 'eksAccessEntry':
    case 'emrVirtualCluster':
    case 'kubernetesObject':
      return resource.properties.cluster;
    default:
      return '*';
  }
}
