import type { ComparedView, RowStanding } from './compareViews';

/** How two views differ, in a few sentences. */
export function comparisonText(
  views: [ComparedView, ComparedView],
  titles: string[],
  /** How many the first one has. */
  columnCount: number,
): string {
  const shared = columnCount - views[0].ownColumns.length;
  return [
    `Both see ${plural(shared, 'column')}.`,
    ...views.flatMap(({ ownColumns }, i) =>
      ownColumns.length > 0
        ? [`Only ${titles[i]} sees ${ownColumns.join(', ')}.`]
        : [],
    ),
    ...(shared === 0
      ? ['So rows cannot be compared.']
      : views.flatMap(({ rows = [] }, i) => rowsText(rows, titles[i]))),
  ].join(' ');
}

function rowsText(rows: RowStanding[], title: string): string[] {
  const count = (standing: RowStanding) =>
    rows.filter(each => each === standing).length;
  const differ = count('only') + count('more');
  const unknown = count('unknown');
  const shown = `Of ${plural(rows.length, 'row')} shown of ${title}`;
  const differs = `${differ || 'none'} ${differ === 1 ? 'differs' : 'differ'}`;
  if (unknown > 0) {
    return [
      `${shown}, ${differs}, and of ${unknown} it is not known, since not all rows of the other view are shown.`,
    ];
  }
  return [`${shown}, ${differs}.`];
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
