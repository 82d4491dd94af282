import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { DefaultAwsCredentialsManager } from '@backstage/integration-aws-node';
import type {
  AwsCredentialIdentity,
  AwsCredentialIdentityProvider,
} from '@aws-sdk/types';
import type { KubeConfig } from '@kubernetes/client-node';
import { readConnectedAccounts } from './connectedAccounts';
import { DefaultAwsConnection } from './DefaultAwsConnection';

/** An AWS account in one region that Sluice is connected to. @public */
export interface ConnectedAccount {
  /** Unique; also the catalog namespace of what is found in it: `healthcare-producer`. */
  name: string;
  accountId: string;
  region: string;
  /** EKS clusters whose namespaces belong to consumer teams. */
  eksClusters: string[];
}

/** What every AWS SDK v3 client constructor takes; spread it. @public */
export interface AwsClientConfiguration {
  region: string;
  credentials: AwsCredentialIdentity | AwsCredentialIdentityProvider;
  maxAttempts: number;
  /** Absent against AWS; the sandbox answers in process through it. */
  requestHandler?: any;
}

/**
 * Which accounts there are, and how to talk to them. Production code knows
 * nothing of how: the sandbox replaces this service and no caller notices.
 * @public
 */
export interface AwsConnectionService {
  listAccounts(): ConnectedAccount[];
  /** @throws NotFoundError when no such account is connected. */
  getClientConfiguration(account: {
    accountId: string;
    region: string;
  }): Promise<AwsClientConfiguration>;
  /** A kubeconfig for one EKS cluster of a connected account. */
  getKubeConfig(cluster: {
    accountId: string;
    region: string;
    clusterName: string;
  }): Promise<KubeConfig>;
  /**
   * What people have to know of an account before they run jobs in it, in whole
   * sentences, such as that there is no Spark. Nothing when absent.
   */
  getNotices?(account: {
    accountId: string;
    region: string;
  }): Promise<string[]>;
  /**
   * Where a person looks at a job run of EMR on EKS, with its Spark UI.
   * Undefined, or absent, where there is no such place.
   */
  getJobRunUrl?(run: {
    accountId: string;
    region: string;
    virtualClusterId: string;
    jobRunId: string;
  }): string | undefined;
}

/**
 * The connection to AWS. By default it is the accounts of `sluice.accounts`,
 * with the credentials of `aws.accounts`.
 * @public
 */
export const awsConnectionServiceRef = createServiceRef<AwsConnectionService>({
  id: 'sluice.awsConnection',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { config: coreServices.rootConfig },
      factory({ config }) {
        return new DefaultAwsConnection({
          accounts: readConnectedAccounts(config),
          credentialsManager: DefaultAwsCredentialsManager.fromConfig(config),
        });
      },
    }),
});
