import { RowValue, sqlLiteral } from './literals';

it.each<[RowValue, string, string]>([
  [null, 'bigint', 'NULL'],
  [1001, 'bigint', '1001'],
  ['9007199254740993', 'bigint', '9007199254740993'],
  [1e-7, 'double', '1e-7'],
  ['150.00', 'decimal(10,2)', "DECIMAL '150.00'"],
  [true, 'boolean', 'TRUE'],
  ['2025-03-15', 'date', "DATE '2025-03-15'"],
  ['2025-03-28 10:00:00', 'timestamp', "TIMESTAMP '2025-03-28 10:00:00'"],
  ["O'Hara", 'string', "'O''Hara'"],
  ['00', 'binary', "to_utf8('00')"],
])('writes %j as a %s: %s', (value, type, expected) => {
  expect(sqlLiteral(value, { name: 'c', type })).toBe(expected);
});

it.each<[RowValue, string]>([
  ['1); DROP TABLE patients', 'bigint'],
  [1.5, 'int'],
  [true, 'double'],
  ['1e3', 'decimal(10,2)'],
  ['true', 'boolean'],
])('refuses %j as a %s, without showing it', (value, type) => {
  const write = () => sqlLiteral(value, { name: 'amount', type });
  expect(write).toThrow(`column amount that is no ${type}`);
  expect(write).not.toThrow(String(value));
});

it('keeps a text from being SQL', () => {
  expect(
    sqlLiteral("2025-01-01'); DROP TABLE patients --", {
      name: 'c',
      type: 'date',
    }),
  ).toBe("DATE '2025-01-01''); DROP TABLE patients --'");
});
