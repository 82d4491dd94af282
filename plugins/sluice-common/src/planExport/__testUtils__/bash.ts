import { spawnSync } from 'child_process';

function hasBash(): boolean {
  return spawnSync('bash', ['-c', 'true']).status === 0;
}

/** In CI the tests fail without bash instead of being skipped. */
export const describeWithBash: jest.Describe =
  hasBash() || process.env.CI ? describe : describe.skip;

/** Runs a script that comes on its input. */
export function bash(script: string, ...options: string[]) {
  const { status, stdout, stderr } = spawnSync('bash', options, {
    input: script,
    encoding: 'utf8',
    // Nothing of the machine's AWS configuration.
    env: { PATH: process.env.PATH },
  });
  return { status, stdout, stderr };
}
