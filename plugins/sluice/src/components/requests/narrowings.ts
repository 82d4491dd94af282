import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { durationText } from './requestText';

/** What was asked for, and what stands instead. */
export interface Narrowing {
  what: string;
  before: string;
  after: string;
}

/** Where terms differ from what was asked for, in words. */
export function narrowings(
  asked: SluiceApi.AccessTerms,
  terms: SluiceApi.AccessTerms,
): Narrowing[] {
  return [
    ...asked.tables.flatMap(table =>
      ofTable(
        table,
        terms.tables.find(each => each.table === table.table),
      ),
    ),
    ...differing(
      'Begins',
      asked.startsAt ?? 'on approval',
      terms.startsAt ?? 'on approval',
    ),
    ...differing(
      'Lasts',
      durationText(asked.durationMinutes),
      durationText(terms.durationMinutes),
    ),
  ];
}

function ofTable(
  asked: SluiceApi.RequestedTable,
  granted: SluiceApi.RequestedTable | undefined,
): Narrowing[] {
  const name = `${asked.ref.databaseName}.${asked.ref.tableName}`;
  if (!granted) return differing(name, namesOf(asked), 'nothing of it');
  const kept = new Set(granted.columns.map(({ fieldId }) => fieldId));
  const gone = asked.columns.filter(({ fieldId }) => !kept.has(fieldId));
  return [
    ...(gone.length > 0
      ? differing(
          `Columns of ${name}`,
          namesOf(asked),
          `${namesOf(granted)} (without ${namesOf({ columns: gone })})`,
        )
      : []),
    ...differing(
      `Rows of ${name}`,
      asked.rowFilter ?? 'every row',
      granted.rowFilter ?? 'every row',
    ),
  ];
}

function differing(what: string, before: string, after: string): Narrowing[] {
  return before === after ? [] : [{ what, before, after }];
}

function namesOf({
  columns,
}: Pick<SluiceApi.RequestedTable, 'columns'>): string {
  return columns.map(({ name }) => name).join(', ');
}
