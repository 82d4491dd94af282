import { KubeConfig } from '@kubernetes/client-node';
import {
  AwsConnectionService,
  ConnectedAccount,
} from '@sluice/plugin-sluice-node';

/** A port at which AWS and Kubernetes answer, and how to be let in. */
export interface Network {
  url: string;
  accounts: (ConnectedAccount & {
    credentials: { accessKeyId: string; secretAccessKey: string };
  })[];
}

/** The way to AWS that the SDK takes itself, to another endpoint. */
export function connectionOver({
  url,
  accounts,
}: Network): AwsConnectionService {
  return {
    listAccounts: () => accounts,
    getClientConfiguration: async ({ accountId, region }) => {
      const account = accounts.find(each => each.accountId === accountId)!;
      const { credentials } = account;
      const configuration = { region, credentials, maxAttempts: 1 };
      return Object.assign(configuration, { endpoint: url });
    },
    getKubeConfig: async ({ accountId, region, clusterName }) => {
      const config = new KubeConfig();
      config.loadFromClusterAndUser(
        {
          name: clusterName,
          server: `${url}/kubernetes/${accountId}/${region}/${clusterName}`,
          // Plain HTTP on loopback, which client-node takes for unverified TLS.
          skipTLSVerify: true,
        },
        { name: 'sluice', token: 'sandbox' },
      );
      return config;
    },
  };
}
