import { KubeConfig } from '@kubernetes/client-node';
import { ConnectedAccount } from '@sluice/plugin-sluice-node';
import { HttpResponse } from '@smithy/protocol-http';
import { AccountReader } from '../observer/AccountReader';
import { AwsClients } from '../observer/AwsClients';
import { CallBudget } from '../observer/CallBudget';
import { IcebergMetadataReader } from '../observer/IcebergMetadataReader';
import { listDatabases } from '../observer/parts/databases';
import { listGlueTables } from '../observer/parts/tables';

type Answer = object | ((input: any) => object);

/**
 * A reader whose AWS gives canned answers by operation: for shapes that the
 * sandbox does not make. An answer with `__type` is a refusal.
 */
export function readerOf(
  answers: Record<string, Answer>,
  options: {
    account?: Partial<ConnectedAccount>;
    kubeConfig?: KubeConfig;
  } = {},
): AccountReader {
  const account = {
    name: 'producer',
    accountId: '111122223333',
    region: 'us-west-2',
    eksClusters: [],
    ...options.account,
  };
  const configuration = {
    region: account.region,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: {
      handle: async ({ headers, path, body }: any) => {
        const operation =
          headers['x-amz-target']?.split('.')[1] ?? path.slice(1);
        const answer = answers[operation];
        if (!answer) throw new Error(`no answer to ${operation}`);
        const value =
          typeof answer === 'function'
            ? answer(JSON.parse(textOf(body) || '{}'))
            : answer;
        return {
          response: new HttpResponse({
            statusCode: '__type' in value ? 400 : 200,
            headers: { 'content-type': 'application/json' },
            body: Buffer.from(JSON.stringify(value)),
          }),
        };
      },
    },
  };
  const budget = new CallBudget({ concurrency: 4, sleep: async () => {} });
  const clients = new AwsClients(configuration, budget);
  const icebergMetadata = new IcebergMetadataReader();
  icebergMetadata.begin(clients.s3);
  return {
    account,
    clients,
    budget,
    connection: {
      listAccounts: () => [account],
      getClientConfiguration: async () => configuration,
      getKubeConfig: async () => options.kubeConfig!,
    },
    icebergMetadata,
    databases: () => listDatabases(clients.glue, account),
    glueTables: async () =>
      listGlueTables(clients.glue, await listDatabases(clients.glue, account)),
  };
}

function textOf(body: unknown): string {
  return body instanceof Uint8Array
    ? new TextDecoder().decode(body)
    : String(body ?? '');
}
