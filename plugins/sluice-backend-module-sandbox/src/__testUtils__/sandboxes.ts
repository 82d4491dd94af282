import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import path from 'path';
import { createSandbox, Sandbox, SandboxOptions } from '../createSandbox';

/** A fresh, empty sandbox with a directory of its own; `dispose` takes both away. */
export function temporarySandbox(
  options: Omit<SandboxOptions, 'dataDirectory'> = {},
): { sandbox: Sandbox; dataDirectory: string; dispose: () => Promise<void> } {
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'sluice-test-'));
  const sandbox = createSandbox({ ...options, dataDirectory });
  return {
    sandbox,
    dataDirectory,
    dispose: async () => {
      await sandbox.close();
      rmSync(dataDirectory, { recursive: true });
    },
  };
}

/** How an SDK client of an account reaches the sandbox without a socket. */
export function inProcess(sandbox: Sandbox, accountId: string) {
  return {
    region: 'us-west-2',
    credentials: sandbox.credentialsFor(accountId),
    requestHandler: sandbox.requestHandler(),
    maxAttempts: 1,
  };
}

/** How an SDK client of an account reaches the sandbox over its port. */
export async function overThePort(sandbox: Sandbox, accountId: string) {
  return {
    region: 'us-west-2',
    credentials: sandbox.credentialsFor(accountId),
    endpoint: await sandbox.listen(),
    maxAttempts: 1,
  };
}
