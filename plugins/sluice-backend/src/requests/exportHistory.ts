import { SluiceApi } from '@sluice/plugin-sluice-common';
import { RequestEventFilter } from './RequestEvents';

/** What a history can be exported as. */
export type HistoryFormat = 'csv' | 'json';

/** A file. */
export interface ExportedHistory {
  filename: string;
  contentType: string;
  content: string;
}

/** The columns of the CSV file. */
const COLUMNS: Record<string, (entry: SluiceApi.HistoryEntry) => string> = {
  id: ({ id }) => String(id),
  at: ({ at }) => at,
  type: ({ type }) => type,
  text: ({ text }) => text,
  actor: ({ actor }) => actor,
  onBehalfOf: ({ details }) => details?.decision?.onBehalfOf ?? '',
  team: ({ team }) => team,
  tables: ({ tables }) => tables.join(' '),
  requestId: ({ requestId }) => requestId,
  grantId: ({ grantId }) => grantId,
  revision: ({ revision }) => String(revision),
  details: ({ details }) => JSON.stringify(details),
};

/** Entries as a file. */
export function exportHistory(
  entries: SluiceApi.HistoryEntry[],
  options: { format: HistoryFormat; filter: RequestEventFilter; at: Date },
): ExportedHistory {
  const { format, filter, at } = options;
  const filename = `sluice-history-${at.toISOString().slice(0, 10)}.${format}`;
  if (format === 'json') {
    const document = { exportedAt: at.toISOString(), filter, items: entries };
    return {
      filename,
      contentType: 'application/json',
      content: JSON.stringify(document, undefined, 2),
    };
  }
  const rows = [
    Object.keys(COLUMNS),
    ...entries.map(entry => Object.values(COLUMNS).map(cell => cell(entry))),
  ];
  return {
    filename,
    contentType: 'text/csv',
    content: rows.map(row => `${row.map(csvCell).join(',')}\r\n`).join(''),
  };
}

/**
 * A field of RFC 4180. What a spreadsheet would take for a formula is made a
 * text: people write purposes and reasons, and an auditor opens the file.
 */
export function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless)
    ? `"${harmless.replaceAll('"', '""')}"`
    : harmless;
}
