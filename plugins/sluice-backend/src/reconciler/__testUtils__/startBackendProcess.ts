import { ChildProcess, fork } from 'child_process';
import { once } from 'events';
import path from 'path';
import type { BackendJob } from './backendProcess';

/** A backend in a process of its own, loaded and waiting for its job. */
export interface BackendProcess {
  begin(job: BackendJob): void;
  kill(): void;
  /** Signal or exit code with which it ended, and what it had to say. */
  ended: Promise<{ signal: string | null; code: number | null; said: string }>;
}

/** Loading takes a second or two, so a test starts the next while one works. */
export function startBackendProcess(): BackendProcess {
  const child = fork(path.join(__dirname, 'backendProcess.ts'), {
    execArgv: ['--require', '@backstage/cli/config/nodeTransform.cjs'],
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const ready = untilReady(child);
  let said = '';
  child.stderr!.on('data', chunk => {
    said += chunk;
  });
  return {
    begin: job => {
      ready.then(() => child.send(job));
    },
    kill: () => child.kill('SIGKILL'),
    ended: once(child, 'close').then(([code, signal]) => ({
      code,
      signal,
      said,
    })),
  };
}

/** The transform tells its parent of each file, too, for the CLI to watch. */
function untilReady(child: ChildProcess): Promise<void> {
  return new Promise(resolve => {
    child.on('message', message => {
      if (message === 'ready') resolve();
    });
  });
}
