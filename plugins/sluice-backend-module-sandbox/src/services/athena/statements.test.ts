import { toCell } from './cells';
import { parseStatement } from './statements';

describe('parseStatement', () => {
  it('reads the CREATE TABLE of the seed', () => {
    expect(
      parseStatement(`CREATE TABLE healthcare_db.claims (
        claim_id STRING, amount DECIMAL(10, 2) COMMENT 'it''s dollars')
        PARTITIONED BY (status)
        LOCATION 's3://bucket/warehouse/claims/'
        TBLPROPERTIES ('table_type'='ICEBERG', 'format'='parquet');`),
    ).toEqual({
      kind: 'createTable',
      name: { database: 'healthcare_db', table: 'claims' },
      ifNotExists: false,
      columns: [
        { name: 'claim_id', type: 'string', comment: undefined },
        { name: 'amount', type: 'decimal(10,2)', comment: "it's dollars" },
      ],
      partitionedBy: ['status'],
      location: 's3://bucket/warehouse/claims/',
      properties: { table_type: 'ICEBERG', format: 'parquet' },
    });
  });

  it('reads the constants of an INSERT', () => {
    expect(
      parseStatement(
        `INSERT INTO t (a, b) VALUES (-1.5, DATE '2025-03-15'), (NULL, CAST('x' AS varchar(3)))`,
      ),
    ).toMatchObject({
      kind: 'insert',
      columns: ['a', 'b'],
      rows: [
        [
          { kind: 'number', value: '-1.5' },
          { kind: 'date', value: '2025-03-15' },
        ],
        [{ kind: 'null' }, { kind: 'text', value: 'x' }],
      ],
    });
  });

  it.each([
    ['SELECT * FROM t', 'NOT_SUPPORTED'],
    ['INSERT INTO t VALUES (1', 'the statement ends'],
    ['CREATE TABLE t (a int', 'the statement ends'],
    ['DROP TABLE t extra', "mismatched input 'extra'"],
    ['DROP TABLE €', "mismatched input '€'"],
  ])('refuses %s', (sql, message) => {
    expect(() => parseStatement(sql)).toThrow(message);
  });
});

describe('toCell', () => {
  it.each([
    ['bigint', { kind: 'number', value: '1001' }, 1001n],
    ['decimal(10,2)', { kind: 'number', value: '150' }, 15000n],
    ['decimal(10,2)', { kind: 'number', value: '-0.5' }, -50n],
    ['date', { kind: 'date', value: '1970-01-11' }, 10],
    [
      'timestamp',
      { kind: 'timestamp', value: '1970-01-01 00:00:01.5' },
      1_500_000n,
    ],
    ['string', { kind: 'null' }, null],
  ] as const)('makes a %s of %j', (type, literal, expected) => {
    expect(toCell(literal, { name: 'c', type })).toBe(expected);
  });

  it.each([
    ['bigint', { kind: 'text', value: '1' }],
    ['bigint', { kind: 'number', value: '1.5' }],
    ['decimal(4,2)', { kind: 'number', value: '1.234' }],
    ['decimal(4,2)', { kind: 'number', value: '123.4' }],
    ['date', { kind: 'date', value: '15.03.2025' }],
    ['string', { kind: 'number', value: '1' }],
  ] as const)('refuses for %s: %j', (type, literal) => {
    expect(() => toCell(literal, { name: 'c', type })).toThrow('TYPE_MISMATCH');
  });
});
