import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

/** Where the demo's sandbox listens, as `app-config.yaml` has it. */
const SANDBOX = 'http://127.0.0.1:4598';
const ROOT = resolve(__dirname, '../../..');

/** What Lake Formation holds of a table. */
export interface HeldPermissions {
  filters: Record<string, { columns: string[] | null; rows: string | null }>;
  selects: { principal: string; filter: string }[];
}

/** Asks the sandbox with boto3, which knows nothing of Sluice. */
export function askLakeFormation(table: string): HeldPermissions {
  execFileSync(resolve(ROOT, 'scripts/python-venv'));
  return JSON.parse(
    execFileSync(
      resolve(ROOT, '.venv/bin/python'),
      [
        resolve(__dirname, 'lake_formation.py'),
        SANDBOX,
        '111122223333',
        'healthcare_db',
        table,
      ],
      { encoding: 'utf8' },
    ),
  );
}

/** Changes, with boto3, which rows of patients the demo's filter opens. */
export function setRowFilter(expression: string): void {
  execFileSync(resolve(ROOT, 'scripts/python-venv'));
  execFileSync(resolve(ROOT, '.venv/bin/python'), [
    resolve(__dirname, 'row_filter.py'),
    SANDBOX,
    expression,
  ]);
}
