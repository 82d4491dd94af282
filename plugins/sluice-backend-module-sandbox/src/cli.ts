import { createWriteStream, mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import path from 'path';
import { promisify } from 'util';
import { ConfigReader } from '@backstage/config';
import type { ConnectedAccount } from '@sluice/plugin-sluice-node';
import yargs from 'yargs';
import { createSandbox } from './createSandbox';
import { refuseRealAccounts } from './refuseRealAccounts';
import { kubernetesPath } from './services/eks';
import { sandboxCredentials } from './services/sts';
import { loadHealthcareScenario } from './scenario';
import type { Exchange } from './wire/dispatcher';

const DEFAULT_PORT = 4599;

/** To show how to go on with an empty sandbox; every account exists. */
const SOME_ACCOUNT: ConnectedAccount = {
  name: 'an account, empty as any',
  accountId: '111122223333',
  region: 'us-west-2',
  eksClusters: [],
};

/** One recorded exchange as a line of JSON; bodies in base64, since some are binary. */
function toLine({ service, operation, request, response }: Exchange): string {
  return `${JSON.stringify({
    service,
    operation,
    method: request.method,
    path: request.path,
    query: request.query.toString(),
    host: request.host,
    requestHeaders: request.headers,
    requestBody: Buffer.from(request.body).toString('base64'),
    status: response.status,
    responseHeaders: response.headers,
    responseBody: Buffer.from(response.body).toString('base64'),
  })}\n`;
}

function howToUse(url: string, accounts: ConnectedAccount[]): string {
  const [first] = accounts;
  const { accessKeyId, secretAccessKey } = sandboxCredentials(first.accountId);
  const clusters = accounts.flatMap(({ eksClusters, ...account }) =>
    eksClusters.map(clusterName => ({ ...account, clusterName })),
  );
  return `
The sandbox listens at ${url}. Its credentials open nothing else.

  boto3, AWS CLI, SDKs:
    export AWS_ENDPOINT_URL=${url} AWS_REGION=${first.region}
    export AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}
    aws lakeformation list-permissions

  The key names the account (any twelve digits are one):
${accounts
  .map(
    ({ name, accountId }) =>
      `    ${sandboxCredentials(accountId).accessKeyId}  ${name}`,
  )
  .join('\n')}

  kubectl:
${
  clusters
    .map(
      cluster =>
        `    kubectl --server ${url}${kubernetesPath(cluster)} get namespaces`,
    )
    .join('\n') ||
  `    kubectl --server ${url}/kubernetes/<account id>/<region>/<EKS cluster> get namespaces`
}

Ctrl-C stops it.
`;
}

/** `yarn sandbox`: the sandbox alone, on a port. */
export async function main(args: string[]) {
  const options = await yargs(args)
    .scriptName('yarn sandbox')
    .option('port', {
      type: 'number',
      default: DEFAULT_PORT,
      describe: 'Loopback port; 0 takes any free one',
    })
    .option('empty', {
      type: 'boolean',
      default: false,
      describe: 'Start without the healthcare scenario',
    })
    .option('data-directory', {
      type: 'string',
      describe:
        'Where S3 objects are kept as files; a new temporary one if absent',
    })
    .option('record', {
      type: 'string',
      describe: 'Append every call and its answer to this file, as JSON lines',
    })
    .option('spark', {
      type: 'string',
      describe:
        'Do job runs, by the Spark that scripts/spark-install put here; they stay PENDING if absent',
    })
    .option('json', {
      type: 'boolean',
      default: false,
      describe: 'Print one line of JSON when ready, instead of instructions',
    })
    .strict()
    .parse();

  refuseRealAccounts(new ConfigReader({}), process.env);
  const record = options.record
    ? createWriteStream(options.record, { flags: 'a' })
    : undefined;
  const dataDirectory =
    options.dataDirectory ??
    mkdtempSync(path.join(tmpdir(), 'sluice-sandbox-'));
  const sandbox = createSandbox({
    dataDirectory,
    jobRuns: options.spark
      ? { spark: { directory: options.spark } }
      : undefined,
    onExchange: record && (exchange => record.write(toLine(exchange))),
  });
  const url = await sandbox.listen(options.port);
  const { accounts } = options.empty
    ? { accounts: [] }
    : await loadHealthcareScenario(sandbox);

  process.stdout.write(
    options.json
      ? `${JSON.stringify({
          url,
          dataDirectory,
          accounts,
          operations: sandbox.operations,
        })}\n`
      : howToUse(url, accounts.length > 0 ? accounts : [SOME_ACCOUNT]),
  );
  const stop = async () => {
    await sandbox.close();
    if (record) await promisify(record.end.bind(record))();
    process.exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  for (const notice of await sandbox.jobNotices()) {
    process.stderr.write(`${notice}\n`);
  }
}
