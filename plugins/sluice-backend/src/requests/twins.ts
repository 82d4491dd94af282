import { AccessRequest, AccessTerms } from '@sluice/plugin-sluice-common';
import { createHash } from 'crypto';

/** What tells requests apart that ask for something. */
type Asking = Pick<AccessRequest, 'team' | 'supersedes' | 'terms'>;

/** The same for requests by which a team asks for the same. */
export function askingKey({ team, supersedes, terms }: Asking): string {
  return createHash('sha256')
    .update(JSON.stringify([team, supersedes ?? null, essenceOf(terms)]))
    .digest('hex');
}

/** Whether terms give the same, whatever columns are called. */
export function isSameTerms(one: AccessTerms, other: AccessTerms): boolean {
  return JSON.stringify(essenceOf(one)) === JSON.stringify(essenceOf(other));
}

function essenceOf({ tables, startsAt, durationMinutes }: AccessTerms) {
  return [
    tables
      .map(({ table, tableUuid, columns, rowFilter }) => [
        table,
        tableUuid ?? null,
        columns.map(({ fieldId }) => fieldId).sort((a, b) => a - b),
        rowFilter ?? null,
      ])
      .sort(([a], [b]) => (a! < b! ? -1 : 1)),
    startsAt ?? null,
    durationMinutes,
  ];
}
