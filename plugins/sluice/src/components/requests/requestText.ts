import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { columnsText } from '../accessMatrix';

type Summary = SluiceApi.AccessRequestSummary;

const UNITS: [minutes: number, name: string][] = [
  [24 * 60, 'day'],
  [60, 'hour'],
  [1, 'minute'],
];

/** `30 days`, `1 day 6 hours`. */
export function durationText(minutes: number): string {
  let rest = minutes;
  const parts = UNITS.flatMap(([size, name]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [countText(count, name)];
  });
  return parts.join(' ') || '0 minutes';
}

/** `1 table`, `3 tables`. */
export function countText(count: number, noun: string): string {
  return `${count.toLocaleString()} ${noun}${count === 1 ? '' : 's'}`;
}

/** `5 of 9 columns, rows where state = 'Texas'`. */
export function tableText({
  columns,
  totalColumns,
  rowFilter,
}: Summary['tables'][number]): string {
  const visible =
    totalColumns === undefined
      ? countText(columns.length, 'column')
      : columnsText(columns.length, totalColumns);
  return `${visible}, ${rowFilter ? `rows where ${rowFilter}` : 'every row'}`;
}

/** `Patients Care → healthcare_db.patients and 2 more`: a request in one line. */
export function titleOf({
  teamTitle,
  tables,
}: Pick<Summary, 'teamTitle' | 'tables'>): string {
  const [first, ...more] = tables;
  return `${teamTitle} → ${first?.name ?? 'no table'}${
    more.length > 0 ? ` and ${more.length.toLocaleString()} more` : ''
  }`;
}

/** Terms as they stand, in the form in which one asks. */
export function askedTermsOf({
  tables,
  durationMinutes,
}: Pick<Summary, 'tables' | 'durationMinutes'>): SluiceApi.AskedTerms {
  return {
    tables: tables.map(({ table, columns, rowFilter }) => ({
      table,
      columns,
      ...(rowFilter && { rowFilter }),
    })),
    durationMinutes,
  };
}
