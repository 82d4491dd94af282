import { PATIENT_COLUMNS } from './__testUtils__/patientColumns';

import { randomText } from './__testUtils__/randomTexts';
import { checkRowFilter } from './check';
import { completionsAt } from './completions';
import { seededRandom } from './random';

/** Completes at the `|` in a text; gives what is replaced and what is offered. */
function complete(marked: string) {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { from, to, items } = completionsAt(text, offset, PATIENT_COLUMNS);
  return {
    replaced: text.slice(from, to),
    labels: items.map(({ label }) => label),
    inserts: items.map(({ insert }) => insert),
    items,
  };
}

const COMPARISONS = ['=', '<>', '<', '<=', '>', '>='];
const LISTS = ['in', 'between'];
const NEGATED = ['not in', 'not between'];
const NULLS = ['is null', 'is not null'];

it.each<[string, string, string[]]>([
  // Columns; those that no filter can use are not offered.
  ['st|', 'st', ['state']],
  ['ST|', 'ST', ['state']],
  ['st|ate = 1', 'state', ['state']],
  ["|state = 'a'", 'state', expect.arrayContaining(['patient_id', 'not', '('])],
  ['|', '', expect.arrayContaining(['patient_id', 'customer', 'not', '('])],
  ['birth|', 'birth', []],
  ['tag|', 'tag', []],
  ['pla|', 'pla', []],
  ['not sta|', 'sta', ['state']],
  ['(sta|', 'sta', ['state']],
  ['visits = 1 and sta|', 'sta', ['state']],
  ['level = 1 or sta|', 'sta', ['state']],
  ['"st|', '"st', ['state']],
  ['"full n|', '"full n', ['full name']],
  ['"fu|ll name" = 1', '"full name"', ['full name']],
  // Fields.
  ['customer.|', '', ['customerid', 'address', 'vip']],
  ['customer.a|', 'a', ['address']],
  ['CUSTOMER.address.|', '', ['zip', 'order']],
  ['customer."ad|', '"ad', ['address']],
  ['state.|', '', []],
  ['place.|', '', []],
  ['nothing.|', '', []],
  // Operators by type.
  [
    'state |',
    '',
    [...COMPARISONS, ...LISTS, 'like', ...NULLS, ...NEGATED, 'not like'],
  ],
  ['"state"|', '', expect.arrayContaining(['=', 'like'])],
  ['visits |', '', [...COMPARISONS, ...LISTS, ...NULLS, ...NEGATED]],
  ['active |', '', ['=', '<>', 'in', ...NULLS, 'not in']],
  ['customer |', '', NULLS],
  ['customer.vip |', '', ['=', '<>', 'in', ...NULLS, 'not in']],
  ['year |', '', [...COMPARISONS, ...LISTS, ...NEGATED]],
  ['birth_date |', '', []],
  ['unheard |', '', expect.arrayContaining(['=', 'like', 'is null'])],
  ['state n|', 'n', ['not in', 'not between', 'not like']],
  ['state i|', 'i', ['in', 'is null', 'is not null']],
  ['state not |', '', ['in', 'between', 'like']],
  ['visits not |', '', ['in', 'between']],
  ['state is |', '', ['null', 'not null']],
  ['state is not n|', 'n', ['null']],
  // Values.
  ['state = |', '', ["''"]],
  ['state like |', '', ["''"]],
  ["state = 'Texas' or city = |", '', ["''", "'Texas'"]],
  ["state = 'Texas' or city = 'T|", "'T", ["'Texas'"]],
  ["state = 'Texas' or city = T|", 'T', ["'Texas'"]],
  ["state = | or city = 'Texas'", '', ["''", "'Texas'"]],
  ["state in ('a', |", '', ["''", "'a'"]],
  ['state between |', '', ["''"]],
  ["state between 'a' and |", '', ["''", "'a'"]],
  ["state = 'it''s' or state = |", '', ["''", "'it''s'"]],
  ['visits = -5 and month = 1 and level = |', '', ['-5', '1']],
  ["visits = 5 and state = 'a' and month = |", '', ['5']],
  ['visits = |', '', []],
  ['score = 1.5 and amount = 2 and visits = |', '', ['2']],
  ['score = 1.5 and amount = |', '', ['1.5']],
  ['active = |', '', ['true', 'false']],
  ['active in (true, f|', 'f', ['false']],
  ['unheard = |', '', ["''", 'true', 'false']],
  // Within quotes, up to the quote that closes them.
  ["state = '|'", "''", ["''"]],
  [
    "city = 'New York' or state = 'New |Jersey' and visits = 1",
    "'New Jersey'",
    ["'New York'"],
  ],
  [
    "city = 'New York' or state = 'New | and zip = 'x'",
    "'New ",
    ["'New York'"],
  ],
  // Words between conditions.
  ["state = 'Texas' |", '', ['and', 'or']],
  ["state = 'Texas'|", '', ['and', 'or']],
  ["state = 'Texas' a|", 'a', ['and']],
  ["state = 'Texas' o| visits = 1", 'o', ['or']],
  ["(state = 'Texas' |", '', [')', 'and', 'or']],
  ['state is null |', '', ['and', 'or']],
  ['true |', '', ['and', 'or']],
  ['visits between 1 |', '', ['and']],
  ['visits in |', '', ['(']],
  ['visits in (1 |', '', [',', ')']],
  // Where nothing can help.
  ['visits = 1 -- |', '', []],
  ['state = 5 6 |', '', []],
  ['; |', '', []],
  ['visits ! |', '', []],
])('at %s replaces %j by one of %j', (marked, replaced, labels) => {
  expect(complete(marked)).toMatchObject({ replaced, labels });
});

it.each([
  [
    'lev|',
    { label: 'level', insert: '"level"', kind: 'column', detail: 'int' },
  ],
  [
    'gro|',
    { label: 'Group', insert: '"group"', kind: 'column', detail: 'string' },
  ],
  [
    'say|',
    {
      label: 'say "hi"',
      insert: '"say ""hi"""',
      kind: 'column',
      detail: 'string',
    },
  ],
  [
    'vis|',
    { label: 'visits', insert: 'visits', kind: 'column', detail: 'int' },
  ],
  [
    'customer.address.o|',
    { label: 'order', insert: '"order"', kind: 'column', detail: 'int' },
  ],
  [
    'customer.customeri|',
    {
      label: 'customerid',
      insert: 'customerid',
      kind: 'column',
      detail: 'bigint',
    },
  ],
  ['state l|', { label: 'like', insert: 'like', kind: 'operator' }],
  ['active = t|', { label: 'true', insert: 'true', kind: 'value' }],
  ['visits = 1 o|', { label: 'or', insert: 'or', kind: 'keyword' }],
])('at %s offers %j', (marked, item) => {
  expect(complete(marked).items).toEqual([item]);
});

/** A right-hand side for each operator and type. */
function operand(operator: string, type: string): string {
  const isText = /string|char/.test(type);
  const constants: Record<string, string> = { boolean: 'true' };
  const constant = isText ? "'a'" : constants[type] ?? '1';
  if (operator.includes('null')) return '';
  if (operator.endsWith('in')) return `(${constant})`;
  if (operator.endsWith('between')) return `${constant} and ${constant}`;
  return constant;
}

it('offers each column only the operators that the check takes', () => {
  const filters = complete('|')
    .items.filter(({ kind }) => kind === 'column')
    .flatMap(({ insert, detail }) =>
      complete(`${insert} |`).inserts.map(
        operator => `${insert} ${operator} ${operand(operator, detail!)}`,
      ),
    );
  expect(filters.length).toBeGreaterThan(150);
  for (const filter of filters) {
    const { problems } = checkRowFilter(filter, PATIENT_COLUMNS);
    expect({ filter, problems }).toEqual({ filter, problems: [] });
  }
});

it('never throws, and replaces what surrounds the cursor', () => {
  const random = seededRandom(20_250_604);
  for (let i = 0; i < 20_000; i++) {
    const text = randomText(random);
    const offset = random(text.length + 1);
    const { from, to } = completionsAt(text, offset, PATIENT_COLUMNS);
    const isAround =
      from >= 0 && from <= offset && offset <= to && to <= text.length;
    expect({ text, offset, isAround }).toMatchObject({ isAround: true });
  }
});
