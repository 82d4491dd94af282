import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { patients, PATIENTS } from '../../../__testUtils__/fakeSluiceApi';
import { compareAnswers } from './compareAnswers';

const answer = (principal: string, text: string): SluiceApi.AccessAnswer => ({
  principal,
  accountId: '1',
  tableEntityRef: PATIENTS,
  table: patients.ref,
  level: 'partial',
  text,
  totalColumns: 9,
  ways: [],
  warnings: 0,
});

const page = (
  items: SluiceApi.AccessAnswer[],
  nextCursor?: string,
): SluiceApi.AccessAnswers => ({
  items,
  total: items.length,
  hidden: 0,
  levels: { full: 0, partial: 0, unknown: 0 },
  stale: false,
  nextCursor,
});

const compare = (
  before: SluiceApi.AccessAnswers,
  after: SluiceApi.AccessAnswers,
) =>
  compareAnswers(before, after).map(({ answer: of, now, then, differs }) => [
    of.principal,
    ...[now, then].map(side => (typeof side === 'object' ? side.text : side)),
    differs,
  ]);

describe('compareAnswers', () => {
  it('puts what differs first: more, less, something else', () => {
    expect(
      compare(
        page([answer('a', 'x'), answer('b', 'x'), answer('c', 'x')]),
        page([answer('a', 'x'), answer('b', 'y'), answer('d', 'x')]),
      ),
    ).toEqual([
      ['b', 'x', 'y', true],
      ['c', 'x', undefined, true],
      ['d', undefined, 'x', true],
      ['a', 'x', 'x', false],
    ]);
  });

  it('does not take who is on another page for somebody who reads nothing', () => {
    expect(
      compare(page([answer('a', 'x')], 'more'), page([answer('b', 'x')])),
    ).toEqual([
      ['a', 'x', undefined, true],
      ['b', 'notListed', 'x', false],
    ]);
  });
});
