import { ChildProcess, spawn } from 'child_process';
import { closeSync, openSync } from 'fs';
import { stat } from 'fs/promises';

/** How a driver ended. */
export interface DriverEnd {
  /** Undefined when it was ended. */
  exitCode?: number;
  /** Completes "The driver was ended: …". */
  ended?: string;
}

export interface DriverOptions {
  command: string;
  args: string[];
  env: Record<string, string>;
  directory: string;
  /** Files that its output goes to. */
  stdout: string;
  stderr: string;
  timeLimitMs: number;
  /** Ends it. */
  signal: AbortSignal;
}

/** Between the request to end and the end by force. */
const GRACE_MS = 3_000;
const WATCH_MS = 1_000;
/** Of one log file; a pod that fills its disk is evicted. */
const MOST_LOG_BYTES = 512 * 1024 * 1024;

/**
 * Runs a command, and ends its process group when this process is gone without a
 * chance to do so (SIGKILL). Arguments: this process, the command, its arguments.
 */
const WATCHED = `parent=$1; shift
(while kill -0 "$parent" 2>/dev/null; do sleep 3; done; kill -KILL 0) &
exec "$@"`;

const groups = new Set<number>();

function killGroup(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(-pid, signal);
  } catch {
    // It is gone already.
  }
}

function killAll() {
  for (const pid of groups) killGroup(pid, 'SIGKILL');
}

/**
 * Runs Spark's driver in a process group of its own, so that Java and Python are
 * ended together; also when this process ends first.
 */
export async function runDriver(options: DriverOptions): Promise<DriverEnd> {
  const { signal, stdout, stderr } = options;
  const output = [stdout, stderr].map(file => openSync(file, 'a'));
  let child: ChildProcess;
  try {
    const watched = ['-c', WATCHED, 'sh', `${process.pid}`, options.command];
    child = spawn('/bin/sh', [...watched, ...options.args], {
      cwd: options.directory,
      env: options.env,
      detached: true,
      stdio: ['ignore', ...output],
    });
  } finally {
    output.forEach(closeSync);
  }
  const { pid } = child;
  if (pid !== undefined) {
    if (groups.size === 0) process.once('exit', killAll);
    groups.add(pid);
  }
  const end: DriverEnd = {};
  let force: NodeJS.Timeout | undefined;
  const stop = (why: string) => {
    if (end.ended || pid === undefined) return;
    end.ended = why;
    killGroup(pid, 'SIGTERM');
    force = setTimeout(() => killGroup(pid, 'SIGKILL'), GRACE_MS);
  };
  const cancel = () => stop('it was cancelled');
  const limit = setTimeout(
    () =>
      stop(`it ran for longer than ${options.timeLimitMs / 60_000} minutes`),
    options.timeLimitMs,
  );
  const watch = setInterval(async () => {
    for (const file of [stdout, stderr]) {
      const size = await stat(file).then(
        found => found.size,
        () => 0,
      );
      if (size > MOST_LOG_BYTES) stop(`its log grew beyond ${size} bytes`);
    }
  }, WATCH_MS);
  signal.addEventListener('abort', cancel);
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, by) => {
        if (end.ended === undefined) {
          if (code === null) end.ended = `signal ${by}`;
          else end.exitCode = code;
        }
        resolve();
      });
      if (signal.aborted) cancel();
    });
  } finally {
    clearTimeout(limit);
    clearTimeout(force);
    clearInterval(watch);
    signal.removeEventListener('abort', cancel);
    if (pid !== undefined) {
      // Whatever the driver left behind.
      killGroup(pid, 'SIGKILL');
      groups.delete(pid);
      if (groups.size === 0) process.removeListener('exit', killAll);
    }
  }
  return end;
}
