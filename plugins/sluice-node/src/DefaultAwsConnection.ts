import { DescribeClusterCommand, EKSClient } from '@aws-sdk/client-eks';
import { NotFoundError } from '@backstage/errors';
import type { AwsCredentialsManager } from '@backstage/integration-aws-node';
import { KubeConfig } from '@kubernetes/client-node';
import type {
  AwsClientConfiguration,
  AwsConnectionService,
  ConnectedAccount,
} from './awsConnection';
import { createEksToken } from './eksToken';

/** Attempts of the SDK per call: 20 000 permissions in pages will meet throttling. */
const MAX_ATTEMPTS = 6;

/** An EKS endpoint and its certificate authority change only when a cluster is made anew. */
const CLUSTER_CACHE_MS = 10 * 60_000;

interface ClusterEndpoint {
  server: string;
  caData: string;
}

/**
 * Talks to AWS itself, with the credentials that Backstage's AWS integration
 * holds for each account.
 */
export class DefaultAwsConnection implements AwsConnectionService {
  private readonly accounts: ConnectedAccount[];
  private readonly credentialsManager: AwsCredentialsManager;
  private readonly clusters = new Map<
    string,
    { endpoint: ClusterEndpoint; expiresAt: number }
  >();

  constructor(options: {
    accounts: ConnectedAccount[];
    credentialsManager: AwsCredentialsManager;
  }) {
    this.accounts = options.accounts;
    this.credentialsManager = options.credentialsManager;
  }

  listAccounts(): ConnectedAccount[] {
    return this.accounts;
  }

  async getClientConfiguration(account: {
    accountId: string;
    region: string;
  }): Promise<AwsClientConfiguration> {
    const { accountId, region } = account;
    this.requireAccount(accountId, region);
    const { sdkCredentialProvider } =
      await this.credentialsManager.getCredentialProvider({ accountId });
    return {
      region,
      credentials: sdkCredentialProvider,
      maxAttempts: MAX_ATTEMPTS,
    };
  }

  async getKubeConfig(cluster: {
    accountId: string;
    region: string;
    clusterName: string;
  }): Promise<KubeConfig> {
    const { clusterName, region } = cluster;
    const client = await this.getClientConfiguration(cluster);
    const endpoint = await this.describeCluster(cluster, client);
    // A token per call: it outlives the few requests that follow, and nobody
    // has to renew it. EKS lets it live 15 minutes.
    const token = await createEksToken({
      clusterName,
      region,
      credentials: client.credentials,
    });
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromClusterAndUser(
      { name: clusterName, ...endpoint, skipTLSVerify: false },
      { name: 'sluice', token },
    );
    return kubeConfig;
  }

  /** The console's page of the virtual cluster, which lists its runs with their Spark UIs (seed reference 3.5). */
  getJobRunUrl(run: { region: string; virtualClusterId: string }): string {
    const { region, virtualClusterId } = run;
    const domain = region.startsWith('cn-')
      ? 'console.amazonaws.cn'
      : 'console.aws.amazon.com';
    return `https://${region}.${domain}/emr/home?region=${region}#/eks/clusters/${encodeURIComponent(
      virtualClusterId,
    )}`;
  }

  private async describeCluster(
    cluster: { accountId: string; region: string; clusterName: string },
    configuration: AwsClientConfiguration,
  ): Promise<ClusterEndpoint> {
    const { accountId, region, clusterName } = cluster;
    const key = `${accountId}/${region}/${clusterName}`;
    const cached = this.clusters.get(key);
    if (cached && cached.expiresAt > Date.now()) return cached.endpoint;

    const client = new EKSClient(configuration);
    try {
      const { cluster: found } = await client.send(
        new DescribeClusterCommand({ name: clusterName }),
      );
      if (!found?.endpoint || !found.certificateAuthority?.data) {
        throw new NotFoundError(
          `EKS cluster '${clusterName}' of account ${accountId} has no endpoint yet; its status is ${
            found?.status ?? 'unknown'
          }`,
        );
      }
      const endpoint = {
        server: found.endpoint,
        caData: found.certificateAuthority.data,
      };
      this.clusters.set(key, {
        endpoint,
        expiresAt: Date.now() + CLUSTER_CACHE_MS,
      });
      return endpoint;
    } finally {
      client.destroy();
    }
  }

  private requireAccount(accountId: string, region: string): void {
    const connected = this.accounts.some(
      account => account.accountId === accountId && account.region === region,
    );
    if (!connected) {
      throw new NotFoundError(
        `Account ${accountId} is not connected in ${region}; add it to sluice.accounts`,
      );
    }
  }
}
