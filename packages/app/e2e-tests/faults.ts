import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

/** Where the demo's sandbox listens, as `app-config.yaml` has it. */
const SANDBOX = 'http://127.0.0.1:4598';
const ROOT = resolve(__dirname, '../../..');

/** Does to the demo's estate what somebody with boto3 could, by its number in the catalogue. */
export function injectFault(number: number): void {
  execFileSync(resolve(ROOT, 'scripts/python-venv'));
  execFileSync(resolve(ROOT, '.venv/bin/python'), [
    resolve(ROOT, 'tests/faults/inject.py'),
    SANDBOX,
    'inject',
    String(number),
  ]);
}
