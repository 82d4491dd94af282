import { compareViews, RowStanding, View } from './compareViews';

const view = (
  names: string,
  rows: (string | null)[][],
  rowCount = rows.length,
): View => ({
  columns: names
    .split(' ')
    .filter(Boolean)
    .map(name => ({ name, type: 'string' })),
  rows,
  rowCount,
});

type Standings = RowStanding[] | undefined;

describe('compareViews', () => {
  it.each<[string, View, View, Standings, Standings]>([
    [
      'the same rows in another order',
      view('a b', [
        ['1', 'x'],
        ['2', 'y'],
      ]),
      view('a b', [
        ['2', 'y'],
        ['1', 'x'],
      ]),
      ['both', 'both'],
      ['both', 'both'],
    ],
    [
      'rows of which only one team sees some',
      view('a', [['1'], ['2']]),
      view('a', [['2'], ['3'], ['4']]),
      ['only', 'both'],
      ['both', 'only', 'only'],
    ],
    [
      'equal rows, more often here than there',
      view('a', [['1'], ['1'], ['2']]),
      view('a', [['1'], ['2']]),
      ['more', 'more', 'both'],
      ['both', 'both'],
    ],
    [
      'columns in another order, and one that only one team sees',
      view('a b', [['1', 'x']]),
      view('c b a', [['secret', 'x', '1']]),
      ['both'],
      ['both'],
    ],
    [
      'rows that differ in a column that only one team sees',
      view('a b', [
        ['1', 'x'],
        ['1', 'y'],
      ]),
      view('a', [['1'], ['1']]),
      ['both', 'both'],
      ['both', 'both'],
    ],
    [
      'NULL, which is neither empty nor its own name',
      view('a', [[null], [''], ['null']]),
      view('a', [[''], ['NULL']]),
      ['only', 'both', 'only'],
      ['both', 'only'],
    ],
    [
      'values that look the same when put in a row',
      view('a b', [['1,2', '3']]),
      view('a b', [['1', '2,3']]),
      ['only'],
      ['only'],
    ],
    [
      'a row that may be among those that are not shown',
      view('a', [['1'], ['2']]),
      view('a', [['2'], ['3']], 100),
      ['unknown', 'both'],
      ['both', 'only'],
    ],
    [
      'a row of which more may be among those that are not shown',
      view('a', [['1'], ['1']]),
      view('a', [['1']], 100),
      ['both', 'both'],
      ['both'],
    ],
    ['nothing', view('a', []), view('a', [['1']]), [], ['only']],
    [
      'no column in common',
      view('a', [['1']]),
      view('b', [['1']]),
      undefined,
      undefined,
    ],
  ])('tells %s', (_, left, right, ofLeft, ofRight) => {
    const [l, r] = compareViews(left, right);
    expect([l.rows, r.rows]).toEqual([ofLeft, ofRight]);
  });

  it.each<[string, string, string[], string[]]>([
    ['a b', 'a b', [], []],
    ['a b', 'b', ['a'], []],
    ['b', 'c b a', [], ['c', 'a']],
    ['a', 'b', ['a'], ['b']],
  ])('names the columns that only one sees: %s | %s', (l, r, left, right) => {
    expect(
      compareViews(view(l, []), view(r, [])).map(each => each.ownColumns),
    ).toEqual([left, right]);
  });
});
