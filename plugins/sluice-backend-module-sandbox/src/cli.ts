import { createWriteStream, mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import path from 'path';
import { ConfigReader } from '@backstage/config';
import yargs from 'yargs';
import { createSandbox } from './createSandbox';
import { refuseRealAccounts } from './refuseRealAccounts';
import { kubernetesPath } from './services/eks';
import { sandboxCredentials } from './services/sts';
import { loadHealthcareScenario } from './scenario';
import type { Exchange } from './wire/dispatcher';

const DEFAULT_PORT = 4599;

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

function howToUse(url: string, accountId: string): string {
  const { accessKeyId, secretAccessKey } = sandboxCredentials(accountId);
  const cluster = { accountId, region: 'us-west-2', clusterName: 'fgac-blog' };
  return `
The sandbox listens at ${url}. Its credentials open nothing else.

  boto3, AWS CLI, any SDK:
    export AWS_ENDPOINT_URL=${url} AWS_REGION=us-west-2
    export AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}
    (the key names the account: AKIA<account id>ROOT)
    aws lakeformation list-permissions

  kubectl:
    kubectl --server ${url}${kubernetesPath(cluster)} get namespaces

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
    onExchange: record && (exchange => record.write(toLine(exchange))),
  });
  const url = await sandbox.listen(options.port);
  const { accounts } = options.empty
    ? { accounts: [] }
    : await loadHealthcareScenario(sandbox);

  process.stdout.write(
    options.json
      ? `${JSON.stringify({ url, dataDirectory, accounts })}\n`
      : howToUse(url, accounts.at(-1)?.accountId ?? '111122223333'),
  );
  const stop = async () => {
    await sandbox.close();
    record?.end();
    process.exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
