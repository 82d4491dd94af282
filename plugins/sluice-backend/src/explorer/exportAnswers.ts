import { SluiceApi } from '@sluice/plugin-sluice-common';
import { csvCell } from '../requests/exportHistory';

const COLUMNS: Record<string, (answer: SluiceApi.AccessAnswer) => string> = {
  principal: ({ principal }) => principal,
  account: ({ accountId }) => accountId,
  team: ({ team }) => team?.entityRef ?? '',
  people: ({ people = [] }) =>
    people.map(({ entityRef }) => entityRef).join(' '),
  table: ({ tableEntityRef }) => tableEntityRef,
  product: ({ productRef }) => productRef ?? '',
  level: ({ level }) => level,
  access: ({ text }) => text,
  ways: ({ ways }) => ways.join(' '),
};

/** Answers as a file that a spreadsheet, or a program, reads. */
export function exportAnswers(
  answers: SluiceApi.AccessAnswer[],
  options: {
    question: string;
    format: 'csv' | 'json';
    asked: Record<string, string | undefined>;
    observedAt?: string;
    now: Date;
  },
): { fileName: string; contentType: string; content: string } {
  const { question, format, asked, observedAt, now } = options;
  const fileName = `sluice-${question}-${now
    .toISOString()
    .slice(0, 10)}.${format}`;
  if (format === 'json') {
    return {
      fileName,
      contentType: 'application/json',
      content: JSON.stringify(
        {
          exportedAt: now.toISOString(),
          observedAt,
          question,
          ...asked,
          items: answers,
        },
        undefined,
        2,
      ),
    };
  }
  const rows = [
    Object.keys(COLUMNS),
    ...answers.map(answer => Object.values(COLUMNS).map(cell => cell(answer))),
  ];
  return {
    fileName,
    contentType: 'text/csv',
    content: rows.map(row => `${row.map(csvCell).join(',')}\r\n`).join(''),
  };
}
