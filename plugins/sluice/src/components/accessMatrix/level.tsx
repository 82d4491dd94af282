import {
  RiCheckboxCircleFill,
  RiCloseCircleLine,
  RiContrastLine,
  RiQuestionLine,
} from '@remixicon/react';
import type { SluiceApi } from '@sluice/plugin-sluice-common';

/** Icon and word of each level: never color alone. */
export const LEVELS: Record<
  SluiceApi.AccessLevel,
  { title: string; icon: JSX.Element; meaning: string }
> = {
  full: {
    title: 'Full',
    icon: <RiCheckboxCircleFill aria-hidden size={16} />,
    meaning: 'every column, every row',
  },
  partial: {
    title: 'Partial',
    icon: <RiContrastLine aria-hidden size={16} />,
    meaning: 'some columns or some rows',
  },
  none: {
    title: 'None',
    icon: <RiCloseCircleLine aria-hidden size={16} />,
    meaning: 'nothing',
  },
  unknown: {
    title: 'Unknown',
    icon: <RiQuestionLine aria-hidden size={16} />,
    meaning: 'it could not be worked out',
  },
};

/** `8 of 9 columns`; `all 9 columns` when none is hidden. */
export function columnsText(visible: number, total: number): string {
  return visible === total
    ? `all ${total} columns`
    : `${visible} of ${total} columns`;
}

/** A row predicate in words; undefined where it says nothing. */
export function rowsText(
  rows: SluiceApi.RowAccess | undefined,
): string | undefined {
  if (rows?.kind === 'none') return 'no rows';
  if (rows?.kind === 'expression') return `rows where ${rows.expression}`;
  return undefined;
}

/** How often what is granted is not what is declared. */
export function driftText(drift: number): string {
  return drift === 1 ? '1 difference' : `${drift} differences`;
}

/** One cell of the matrix as a sentence, for screen readers and tooltips. */
export function cellText(
  cell: SluiceApi.MatrixCell,
  team: string,
  table: string,
): string {
  const { level, visibleColumns = 0, totalColumns, rows } = cell;
  switch (level) {
    case 'full':
      return `${team} reads all of ${table}: ${totalColumns} columns, every row`;
    case 'partial':
      return `${team} reads ${columnsText(
        visibleColumns,
        totalColumns,
      )} of ${table}, ${rowsText(rows) ?? 'every row'}`;
    case 'none':
      return `${team} reads nothing of ${table}`;
    default:
      return `What ${team} reads of ${table} is unknown`;
  }
}
