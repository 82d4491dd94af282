import { render, screen } from '@testing-library/react';
import { DocumentDiff } from './DocumentDiff';

function linesOf(before: unknown, after: unknown) {
  render(<DocumentDiff label="Document" before={before} after={after} />);
  return [...screen.getByRole('group', { name: 'Document' }).children].map(
    line => line.textContent,
  );
}

it('shows what goes and what comes among what stays, whatever the order of keys', () => {
  expect(
    linesOf(
      { Version: '1', Action: ['s3:GetObject'] },
      { Action: ['s3:PutObject'], Version: '1' },
    ),
  ).toEqual([
    ' {',
    '   "Action": [',
    '−Removed:     "s3:GetObject"',
    '+Added:     "s3:PutObject"',
    '   ],',
    '   "Version": "1"',
    ' }',
  ]);
});

it.each([
  ['was not there', undefined, { a: 1 }, '+Added: '],
  ['goes', { a: 1 }, undefined, '−Removed: '],
])('shows the whole of a document that %s', (_, before, after, prefix) => {
  expect(linesOf(before, after)).toEqual(
    ['{', '  "a": 1', '}'].map(line => prefix + line),
  );
});
