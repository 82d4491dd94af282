import type { SchemaElement } from 'hyparquet';

/** A value of a cell as the writer takes it; see {@link columnType} for which type wants which. */
export type CellValue = string | number | bigint | boolean | null;

/** One type of a column in the four languages that it is written in. */
export interface ColumnType {
  /** Athena and Glue: `bigint`, `decimal(10,2)`. */
  glue: string;
  /** Iceberg: `long`, `decimal(10, 2)`. */
  iceberg: string;
  /** What Parquet stores, without name and repetition. */
  parquet: Omit<SchemaElement, 'name' | 'repetition_type'>;
  /** Avro type of the value in a manifest's partition tuple; a fixed type gets its name there. */
  avro: string | { type: string; [attribute: string]: unknown };
  /** The value as that Avro type takes it, where it is not the cell's own. */
  toAvro?: (value: NonNullable<CellValue>) => unknown;
  /** Iceberg's single-value binary form, for bounds; undefined where none is kept. */
  toBound?: (value: CellValue) => Buffer;
}

function int32(value: CellValue): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32LE(Number(value));
  return buffer;
}

function int64(value: CellValue): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigInt64LE(BigInt(value as number | bigint));
  return buffer;
}

function float64(value: CellValue): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeDoubleLE(Number(value));
  return buffer;
}

/** Two's complement, most significant byte first, in as many bytes as asked for. */
function unscaled(value: CellValue, size: number): Buffer {
  const hex = BigInt.asUintN(size * 8, BigInt(value as number | bigint))
    .toString(16)
    .padStart(size * 2, '0');
  return Buffer.from(hex, 'hex');
}

/** Bytes that the value needs in two's complement. */
function unscaledSize(value: bigint): number {
  let size = 1;
  while (BigInt.asIntN(size * 8, value) !== value) size += 1;
  return size;
}

const SIMPLE: Record<string, Omit<ColumnType, 'glue'>> = {
  boolean: {
    iceberg: 'boolean',
    parquet: { type: 'BOOLEAN' },
    avro: 'boolean',
  },
  int: {
    iceberg: 'int',
    parquet: { type: 'INT32' },
    avro: 'int',
    toBound: int32,
  },
  bigint: {
    iceberg: 'long',
    parquet: { type: 'INT64' },
    avro: 'long',
    toBound: int64,
  },
  double: {
    iceberg: 'double',
    parquet: { type: 'DOUBLE' },
    avro: 'double',
    toBound: float64,
  },
  string: {
    iceberg: 'string',
    parquet: {
      type: 'BYTE_ARRAY',
      converted_type: 'UTF8',
      logical_type: { type: 'STRING' },
    },
    avro: 'string',
    toBound: value => Buffer.from(String(value), 'utf8'),
  },
  /** Days since 1970-01-01, a number. */
  date: {
    iceberg: 'date',
    parquet: {
      type: 'INT32',
      converted_type: 'DATE',
      logical_type: { type: 'DATE' },
    },
    avro: { type: 'int', logicalType: 'date' },
    toBound: int32,
  },
  /** Microseconds since 1970-01-01T00:00, a bigint; without time zone. */
  timestamp: {
    iceberg: 'timestamp',
    parquet: {
      type: 'INT64',
      logical_type: {
        type: 'TIMESTAMP',
        isAdjustedToUTC: false,
        unit: 'MICROS',
      },
    },
    avro: {
      type: 'long',
      logicalType: 'timestamp-micros',
      'adjust-to-utc': false,
    },
    toBound: int64,
  },
};

/**
 * The type that a name of Athena's DDL means: boolean, int, bigint, double,
 * string, date, timestamp, decimal(p,s).
 *
 * @returns undefined for a type that the sandbox cannot write
 */
export function columnType(name: string): ColumnType | undefined {
  const folded = name.toLowerCase().replace(/\s+/g, '');
  const decimal = /^decimal\((\d{1,2}),(\d{1,2})\)$/.exec(folded);
  if (decimal) {
    const precision = Number(decimal[1]);
    const scale = Number(decimal[2]);
    if (precision < 1 || precision > 18 || scale > precision) return undefined;
    const size = unscaledSize(10n ** BigInt(precision) - 1n);
    // Iceberg stores decimals of up to 9 digits as int32, of up to 18 as int64.
    return {
      glue: folded,
      iceberg: `decimal(${precision}, ${scale})`,
      parquet: {
        type: precision <= 9 ? 'INT32' : 'INT64',
        converted_type: 'DECIMAL',
        precision,
        scale,
      },
      avro: {
        type: 'fixed',
        size,
        logicalType: 'decimal',
        precision,
        scale,
      },
      toAvro: value => unscaled(value, size),
      toBound: value =>
        unscaled(value, unscaledSize(BigInt(value as number | bigint))),
    };
  }
  const known = SIMPLE[folded === 'integer' ? 'int' : folded];
  return known && { ...known, glue: folded === 'integer' ? 'int' : folded };
}
