import { spawn } from 'child_process';
import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import path from 'path';
import { CreateDatabaseCommand, GlueClient } from '@aws-sdk/client-glue';

const BIN = path.resolve(__dirname, '../bin/sandbox.js');

/** Starts `yarn sandbox` and waits until it has printed something. */
async function start(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { PATH: process.env.PATH, ...env },
  });
  let stderr = '';
  child.stderr.on('data', chunk => {
    stderr += chunk;
  });
  const ended = new Promise<number | null>(resolve =>
    child.once('exit', resolve),
  );
  const printed = await Promise.race([
    new Promise<string>(resolve =>
      child.stdout.once('data', chunk => resolve(String(chunk))),
    ),
    ended.then(() => ''),
  ]);
  return {
    printed,
    stderr: () => stderr,
    ended,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

describe('yarn sandbox', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'sluice-cli-'));
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  it('listens, records what it is asked, and ends when told to', async () => {
    const record = path.join(directory, 'calls.jsonl');
    const sandbox = await start([
      ...['--empty', '--json', '--port', '0'],
      ...['--data-directory', directory, '--record', record],
    ]);
    const { url, accounts } = JSON.parse(sandbox.printed);
    expect(accounts).toEqual([]);
    await new GlueClient({
      endpoint: url,
      region: 'us-west-2',
      credentials: {
        accessKeyId: 'AKIA111122223333ROOT',
        secretAccessKey: 'anything',
      },
    }).send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'clinic' } }));

    expect(await sandbox.stop()).toBe(0);

    const call = JSON.parse(readFileSync(record, 'utf8'));
    expect(call).toMatchObject({
      service: 'glue',
      operation: 'CreateDatabase',
      method: 'POST',
      path: '/',
      status: 200,
    });
    expect(
      JSON.parse(Buffer.from(call.requestBody, 'base64').toString()),
    ).toEqual({ DatabaseInput: { Name: 'clinic' } });
  }, 60_000);

  it('does not start with credentials of AWS in the environment', async () => {
    const sandbox = await start(['--empty', '--port', '0'], {
      AWS_PROFILE: 'production',
    });
    expect(await sandbox.ended).not.toBe(0);
    expect(sandbox.stderr()).toContain(
      'does not start next to real AWS accounts or credentials, but found: environment variable AWS_PROFILE',
    );
  }, 60_000);
});
