import { PATIENT_COLUMNS } from './__testUtils__/patientColumns';
import { checkRowFilter } from './check';
import { printRowFilter } from './printer';

const nested = (levels: number) =>
  `${'('.repeat(levels)}visits = 1${')'.repeat(levels)}`;
const ofLength = (length: number) =>
  `state = '${'x'.repeat(length - "state = ''".length)}'`;

/** [what a person writes, the canonical text]; one text means that it is canonical. */
const VALID: Record<string, ([string, string] | [string])[]> = {
  'the examples of Lake Formation (LF reference A7)': [
    ["year > 2010 and country != 'US'", "year > 2010 and country <> 'US'"],
    [
      "(year > 2010 and country = 'US') or (month < 8 and patient_id > 23)",
      "year > 2010 and country = 'US' or month < 8 and patient_id > 23",
    ],
    [
      "(country between 'Z' and 'U') and (year = 2018)",
      "country between 'Z' and 'U' and year = 2018",
    ],
    [
      "(country like '%ited%') and (year > 2000)",
      "country like '%ited%' and year > 2000",
    ],
    [
      'year > 2010 and customer.customerId <> 1',
      'year > 2010 and customer.customerid <> 1',
    ],
  ],
  'every operator': [
    ["state = 'Texas'"],
    ["state <> 'Texas'"],
    ["state != 'Texas'", "state <> 'Texas'"],
    ["state < 'M'"],
    ["state <= 'M'"],
    ["state > 'M'"],
    ["state >= 'M'"],
    ["state in ('Texas')"],
    ["state in ('Texas', 'New York')"],
    ["state not in ('Texas', 'New York')"],
    ["state between 'A' and 'M'"],
    ["state not between 'A' and 'M'"],
    ["state like 'T%'"],
    ["state not like '_exa_'"],
    ['state is null'],
    ['state is not null'],
    ["not state = 'Texas'"],
    ['not state is null'],
    ['true'],
    ['false'],
  ],
  'every type': [
    ['patient_id = 9223372036854775807'],
    ['patient_id >= -9223372036854775808'],
    ['mrn = 9223372036854775807'],
    ['visits = 2147483647'],
    ['visits = -2147483648'],
    ['visits = +5', 'visits = 5'],
    ['visits = 1e3', 'visits = 1000'],
    ['visits = 5.0', 'visits = 5'],
    ['weight < 70.5'],
    ['weight <> 3.4e38', 'weight <> 3.4e38'],
    ['score = 1e300'],
    ['score > -1.5e-300'],
    ['score = 5'],
    ['amount = 99999999.99'],
    ['amount <= 99.995'],
    ['amount between -1 and .5', 'amount between -1 and 0.5'],
    ['amount = 1.', 'amount = 1'],
    ['amount = 00012.50', 'amount = 12.5'],
    ['amount = -0', 'amount = 0'],
    ["zip = '77001'"],
    ["zip like '77%'"],
    ["city = ''"],
    ["city > 'M' and city < 'O'"],
    ['active = true'],
    ['active <> FALSE', 'active <> false'],
    ['active in (true, false)'],
    ['active is not null'],
    ['year in (2018, 2019)'],
    ["country like 'U_'"],
  ],
  'fields of structs': [
    ['customer.customerid = 1'],
    ['CUSTOMER.CUSTOMERID = 1', 'customer.customerid = 1'],
    ["customer.address.zip like '77%'"],
    ['customer.address."order" = 1'],
    ['customer.vip = true'],
    ['customer.vip is null'],
    ['customer is null'],
    ['customer is not null'],
    ['customer.address is null'],
    ['"customer"."address"."zip" is null', 'customer.address.zip is null'],
    ['customer . customerId = 1', 'customer.customerid = 1'],
  ],
  'names in double quotes': [
    ['"level" = 3'],
    ['"LEVEL" = 3', '"level" = 3'],
    ['"group" = \'a\''],
    ['"state" = \'a\'', "state = 'a'"],
    ['"größe" = 180'],
    ['"full name" = \'Ann\''],
    ['"say ""hi""" = \'x\''],
    ['"2fa" = true'],
    ['"a.b" = 1'],
    ["STATE = 'a'", "state = 'a'"],
    ['month = 1 and year = 2020'],
  ],
  strings: [
    ["state = 'O''Hara'"],
    ["state = ''''"],
    ["state = ''"],
    ["state = '\"'"],
    ["state = 'São Tomé'"],
    ["state = '東京'"],
    ["state = '😀'"],
    ["state = 'e\u0301'"],
    ["state = 'ß' or state = 'İ'"],
    ["state = '-- no comment'"],
    ["state = '/* nor this */'"],
    ["state = '; drop table patients'"],
    ["state = 'a\\'"],
    ["state = ' two  spaces '"],
    ["state = 'line\nbreak\tand tab'"],
    ["state = 'and'"],
    ["state = '1'"],
    ["state like '100\\%'"],
    ["state like '%'"],
    ["state like ''"],
    ["state like '%%__%%'"],
  ],
  composition: [
    [
      'visits = 1 AND month = 2 And year = 3',
      'visits = 1 and month = 2 and year = 3',
    ],
    ['visits = 1 or month = 2 and year = 3'],
    ['(visits = 1 or month = 2) and year = 3'],
    [
      'visits = 1 or (month = 2 and year = 3)',
      'visits = 1 or month = 2 and year = 3',
    ],
    ['((visits = 1))', 'visits = 1'],
    ['not (visits = 1 or month = 2)'],
    ['not (visits = 1) and month = 2', 'not visits = 1 and month = 2'],
    ['not not visits = 1'],
    ['NOT (NOT (visits = 1))', 'not not visits = 1'],
    ['visits between 1 and 2 and month between 3 and 4'],
    ['visits not between 1 and 2 or month not in (3)'],
    ['visits in (1,2,3)', 'visits in (1, 2, 3)'],
    ['visits=1', 'visits = 1'],
    [
      'visits>=1 and(month<2)or(year=3)',
      'visits >= 1 and month < 2 or year = 3',
    ],
    ['\tvisits\n=\r\n1 ', 'visits = 1'],
    ['true and visits = 1'],
    ['not true or false'],
    ["state in ('a', 'a')"],
    ['visits > 5 and visits < 5'],
  ],
  limits: [
    [ofLength(2048)],
    [nested(128), 'visits = 1'],
    [`${'not '.repeat(128)}visits = 1`],
  ],
};

describe.each(Object.entries(VALID))('%s', (_, cases) => {
  it.each(cases)('takes %s', (text, canonical = text) => {
    const { expression, problems } = checkRowFilter(text, PATIENT_COLUMNS);
    expect(problems).toEqual([]);
    expect(printRowFilter(expression!)).toBe(canonical);
  });
});
