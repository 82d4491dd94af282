import { checkRowFilter, findRowFilterProblems } from './check';
import { parseRowFilter } from './parser';

const columns = [
  { name: 'patient_id', type: 'bigint' },
  { name: 'state', type: 'string' },
  { name: 'city', type: 'varchar(40)', partitionTransform: 'identity' },
  { name: 'amount', type: 'decimal(10,2)' },
  { name: 'active', type: 'boolean' },
  { name: 'date_of_birth', type: 'date' },
  { name: 'updated_at', type: 'timestamp' },
  { name: 'tags', type: 'array<string>' },
  { name: 'attributes', type: 'map<string,string>' },
  {
    name: 'customer',
    type: 'struct<id:bigint,address:struct<zip:string,geo:array<double>>>',
  },
];

it.each([
  "state in ('Texas', 'New York')",
  'patient_id > 1000 and amount <= 99.95',
  "city like 'San%'",
  'active = true or active in (false)',
  'active <> false',
  "customer.id = 1 and customer.address.zip = '77001'",
  'customer is not null',
  'state is null',
  "STATE = 'Texas'",
  "state between 'A' and 'M'",
  'amount = 1e2',
  'patient_id = 1e3',
])('takes %s', text => {
  expect(checkRowFilter(text, columns).problems).toEqual([]);
});

it.each([
  ["statee = 'Texas'", 'The table has no column statee', 'statee = '],
  ["date_of_birth > '1990-01-01'", 'has type date, which a row filter', 'date'],
  ['updated_at is null', 'has type timestamp', 'updated'],
  ["tags = 'a'", 'has type array', 'tags'],
  ["attributes = 'a'", 'has type map', 'attributes'],
  ['state = 5', 'state is a string, but 5 is not', 'state'],
  ["patient_id = '5'", "patient_id is an integer, but '5' is not", 'patient'],
  ['patient_id in (1, 2.5)', 'but 2.5 is not', 'patient'],
  ["amount between 1 and 'x'", "amount is a number, but 'x' is not", 'amount'],
  ['active > false', 'compares by =, <> and in only', 'active'],
  ["patient_id like '1%'", 'like compares strings', 'patient'],
  ['city is null', 'is a partition column', 'city'],
  ['city is not null', 'is a partition column', 'city'],
  ['customer = 1', 'is a struct; compare one of its fields', 'customer'],
  ['customer.phone = 1', 'customer has no field phone', 'customer'],
  ['state.code = 1', 'state is no struct', 'state'],
  ['city.code = 1', 'is a partition column, of which no fields', 'city'],
  ["customer.address.geo = 'x'", 'has type array', 'customer'],
])('refuses %s: %s', (text, message, at) => {
  const { problems } = checkRowFilter(text, columns);
  expect(problems).toEqual([
    expect.objectContaining({ message: expect.stringContaining(message) }),
  ]);
  expect(text.slice(problems[0].start)).toMatch(new RegExp(`^${at}`));
});

it('points at each condition that is wrong', () => {
  const text = "state = 'a' and (nope = 1 or date_of_birth = 'x')";
  expect(
    checkRowFilter(text, columns).problems.map(({ start, end }) =>
      text.slice(start, end),
    ),
  ).toEqual(['nope = 1', "date_of_birth = 'x'"]);
});

it('reports what does not parse as a problem, without throwing', () => {
  expect(checkRowFilter('state = ', columns)).toEqual({
    problems: [
      expect.objectContaining({
        start: 8,
        end: 8,
        expected: expect.any(Array),
      }),
    ],
  });
});

it('offers the columns there are', () => {
  const [problem] = checkRowFilter('nope = 1', columns).problems;
  expect(problem.expected).toContain('state');
});

it('refuses tables with a column that Lake Formation reserves', () => {
  const { problems } = checkRowFilter("state = 'a'", [
    ...columns,
    { name: 'OID', type: 'int' },
  ]);
  expect(problems).toHaveLength(1);
  expect(problems[0].message).toContain('a column OID');
});

it('checks a filter that was parsed before', () => {
  expect(findRowFilterProblems(parseRowFilter('gone = 1'), columns)).toEqual([
    'The table has no column gone',
  ]);
});

it.each([
  'struct<',
  'struct<>',
  'struct<a>',
  '',
  '<',
  'struct<a:struct<b:int>',
])('does not throw for the malformed type %j', type => {
  expect(
    checkRowFilter('a.b = 1', [{ name: 'a', type }]).problems,
  ).toHaveLength(1);
});
