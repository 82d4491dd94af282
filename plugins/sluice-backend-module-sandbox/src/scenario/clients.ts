import { AthenaClient } from '@aws-sdk/client-athena';
import { EKSClient } from '@aws-sdk/client-eks';
import { EMRContainersClient } from '@aws-sdk/client-emr-containers';
import { GlueClient } from '@aws-sdk/client-glue';
import { IAMClient } from '@aws-sdk/client-iam';
import { LakeFormationClient } from '@aws-sdk/client-lakeformation';
import { RAMClient } from '@aws-sdk/client-ram';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity } from '@aws-sdk/types';
import type { KubeConfig } from '@kubernetes/client-node';
import { REGION } from './names';

/** What a scenario needs of the sandbox: the ways in that any client has. */
export interface ScenarioSandbox {
  requestHandler(): any;
  credentialsFor(accountId: string): AwsCredentialIdentity;
  kubeConfig(cluster: {
    accountId: string;
    region: string;
    clusterName: string;
  }): KubeConfig;
}

/** SDK clients for one account of the sandbox. */
export type AccountClients = ReturnType<typeof createClients>;

/** Clients of the account's root user, or of whom `credentials` are. */
export function createClients(
  sandbox: ScenarioSandbox,
  accountId: string,
  credentials = sandbox.credentialsFor(accountId),
) {
  const configuration = {
    region: REGION,
    credentials,
    requestHandler: sandbox.requestHandler(),
  };
  return {
    athena: new AthenaClient(configuration),
    eks: new EKSClient(configuration),
    emrContainers: new EMRContainersClient(configuration),
    glue: new GlueClient(configuration),
    iam: new IAMClient(configuration),
    lakeFormation: new LakeFormationClient(configuration),
    ram: new RAMClient(configuration),
    s3: new S3Client(configuration),
    sts: new STSClient(configuration),
  };
}
