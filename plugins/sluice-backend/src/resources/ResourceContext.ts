import { AthenaClient } from '@aws-sdk/client-athena';
import { EKSClient } from '@aws-sdk/client-eks';
import { EMRContainersClient } from '@aws-sdk/client-emr-containers';
import { GlueClient } from '@aws-sdk/client-glue';
import { IAMClient } from '@aws-sdk/client-iam';
import { LakeFormationClient } from '@aws-sdk/client-lakeformation';
import { RAMClient } from '@aws-sdk/client-ram';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { KubeConfig } from '@kubernetes/client-node';
import {
  AwsClientConfiguration,
  AwsConnectionService,
  ConnectedAccount,
} from '@sluice/plugin-sluice-node';
import type { KubernetesTypes } from './KubernetesJsonApi';

/** What a resource type may use, in one account. */
export interface ResourceContext {
  account: ConnectedAccount;
  clients: ResourceClients;
  /** What a cluster says of its types, by cluster; asked for once, since it costs a call each time. */
  kubernetesTypes: Map<string, KubernetesTypes>;
  /** Kubeconfig of an EKS cluster of the account. */
  kubeConfig(clusterName: string): Promise<KubeConfig>;
  /**
   * Asks until the answer is yes, with growing pauses.
   * @param what - is shown meanwhile: "Virtual cluster x to run"
   * @throws Error when it takes too long, or the change is stopped
   */
  waitFor(what: string, isSo: () => Promise<boolean>): Promise<void>;
}

/** SDK clients for one account. */
export class ResourceClients {
  readonly athena: AthenaClient;
  readonly eks: EKSClient;
  readonly emrContainers: EMRContainersClient;
  readonly glue: GlueClient;
  readonly iam: IAMClient;
  readonly lakeFormation: LakeFormationClient;
  readonly ram: RAMClient;
  readonly s3: S3Client;
  readonly sts: STSClient;

  constructor(configuration: AwsClientConfiguration) {
    this.athena = new AthenaClient(configuration);
    this.eks = new EKSClient(configuration);
    this.emrContainers = new EMRContainersClient(configuration);
    this.glue = new GlueClient(configuration);
    this.iam = new IAMClient(configuration);
    this.lakeFormation = new LakeFormationClient(configuration);
    this.ram = new RAMClient(configuration);
    this.s3 = new S3Client({ ...configuration, followRegionRedirects: true });
    this.sts = new STSClient(configuration);
  }

  /** Closes the sockets. */
  destroy(): void {
    for (const client of Object.values(this)) client.destroy();
  }
}

/**
 * The context for one account.
 * @param options.waitFor - how to wait; the caller knows for how long, and whom to tell
 */
export async function createResourceContext(options: {
  connection: AwsConnectionService;
  account: ConnectedAccount;
  waitFor: ResourceContext['waitFor'];
}): Promise<ResourceContext> {
  const { connection, account, waitFor } = options;
  const { accountId, region } = account;
  return {
    account,
    clients: new ResourceClients(
      await connection.getClientConfiguration(account),
    ),
    kubernetesTypes: new Map(),
    kubeConfig: clusterName =>
      connection.getKubeConfig({ accountId, region, clusterName }),
    waitFor,
  };
}
