import { OdcsColumn } from './odcs';

/** Types of warehouses and programming languages, as Iceberg and Athena call them. */
const PHYSICAL: [RegExp, string][] = [
  [
    /^(string|text|(var)?char(\(\d+\))?|character varying(\(\d+\))?)$/,
    'string',
  ],
  [/^(int|integer|int4|smallint|tinyint|int2)$/, 'int'],
  [/^(bigint|long|int8)$/, 'bigint'],
  [/^(float|real|float4)$/, 'float'],
  [/^(double|double precision|float8)$/, 'double'],
  [/^(boolean|bool)$/, 'boolean'],
  [/^date$/, 'date'],
  [/^timestamp(\(\d\))?( without time zone)?$/, 'timestamp'],
  [/^(binary|varbinary|bytes)$/, 'binary'],
];

const DECIMAL = /^(?:decimal|numeric|number)\((\d{1,2}), ?(\d{1,2})\)$/;

/** `integer` and `number` have formats besides. */
const LOGICAL: Record<string, string> = {
  string: 'string',
  boolean: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
};

/** Integers that 32 bits hold. */
const SMALL_INTEGERS = ['i8', 'u8', 'i16', 'u16', 'i32'];

/**
 * The type of a column of an Iceberg table, and whether it is another one than
 * the contract's physical type.
 *
 * @returns undefined when no type of a table comes near
 */
export function columnType({
  physicalType,
  logicalType,
  logicalTypeOptions,
}: OdcsColumn): { type: string; exact: boolean } | undefined {
  const physical = physicalType?.trim().toLocaleLowerCase('en-US');
  if (physical) {
    const type = ofPhysicalType(physical);
    // Iceberg has no limits of length, so a varchar(18) becomes a wider string.
    if (type) return { type, exact: !/char.*\(/.test(physical) };
  }
  const type = ofLogicalType(logicalType, logicalTypeOptions?.format);
  return type ? { type, exact: !physical } : undefined;
}

function ofPhysicalType(physical: string): string | undefined {
  const decimal = DECIMAL.exec(physical);
  if (decimal) return `decimal(${decimal[1]},${decimal[2]})`;
  return PHYSICAL.find(([pattern]) => pattern.test(physical))?.[1];
}

function ofLogicalType(
  logical: string | null | undefined,
  format: string | null | undefined,
): string | undefined {
  if (logical === 'integer') {
    return format && SMALL_INTEGERS.includes(format) ? 'int' : 'bigint';
  }
  if (logical === 'number') return format === 'f32' ? 'float' : 'double';
  return logical ? LOGICAL[logical] : undefined;
}
