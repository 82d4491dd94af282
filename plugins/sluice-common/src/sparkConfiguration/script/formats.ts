import { error, shortened } from '../propertyRules';
import { JobProblem } from '../types';
import { UNKNOWN } from './LocatedText';

/** Of Spark itself, and the table formats that EMR supports (V2). */
const FORMATS = new Set([
  'csv',
  'delta',
  'hudi',
  'iceberg',
  'json',
  'orc',
  'parquet',
  'text',
]);

/** V5: a data source by its name or class. */
export function formatProblem(
  format: string,
): Pick<JobProblem, 'rule' | 'severity' | 'message'> | undefined {
  if (!format || format.includes(UNKNOWN)) return undefined;
  if (FORMATS.has(format.toLowerCase())) return undefined;
  return error(
    'V5',
    `Data source ${shortened(
      format,
    )} is none that EMR takes under fine-grained access control. Use one of ${[
      ...FORMATS,
    ].join(', ')}.`,
  );
}
