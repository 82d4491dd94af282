import { SqlError, tokenize, TokenReader } from './tokens';

/** A constant of SQL, before it meets its column's type. */
export type Literal =
  | { kind: 'null' }
  | { kind: 'text' | 'number' | 'date' | 'timestamp'; value: string }
  | { kind: 'boolean'; value: boolean };

export interface TableName {
  /** Absent: the database of the query's context. */
  database?: string;
  table: string;
}

/** What the sandbox's Athena can run. */
export type Statement =
  | {
      kind: 'createTable';
      name: TableName;
      ifNotExists: boolean;
      columns: { name: string; type: string; comment?: string }[];
      partitionedBy: string[];
      location: string;
      properties: Record<string, string>;
    }
  | { kind: 'insert'; name: TableName; columns?: string[]; rows: Literal[][] }
  | { kind: 'dropTable'; name: TableName; ifExists: boolean }
  | {
      kind: 'select';
      name: TableName;
      /** `count`: how many rows there are. */
      columns: string[] | 'count';
      limit?: number;
    };

/**
 * Parses the DDL and INSERT that set data products up, and the queries that look
 * at one table. Others are the work of Spark jobs, not of the sandbox.
 *
 * @throws SqlError
 */
export function parseStatement(sql: string): Statement {
  const reader = new TokenReader(tokenize(sql));
  const statement = parse(reader);
  reader.takeSign(';');
  if (!reader.atEnd) throw reader.unexpected('the end of the statement');
  return statement;
}

function parse(reader: TokenReader): Statement {
  if (reader.takeWords('CREATE')) {
    reader.takeWords('EXTERNAL');
    reader.expectWords('TABLE');
    return parseCreateTable(reader);
  }
  if (reader.takeWords('INSERT', 'INTO')) return parseInsert(reader);
  if (reader.takeWords('DROP', 'TABLE')) {
    const ifExists = reader.takeWords('IF', 'EXISTS');
    return { kind: 'dropTable', name: parseTableName(reader), ifExists };
  }
  if (reader.takeWords('SELECT')) return parseSelect(reader);
  throw notSupported();
}

function notSupported() {
  return new SqlError(
    'NOT_SUPPORTED: the sandbox runs CREATE TABLE, INSERT INTO … VALUES, DROP TABLE, SELECT column, … FROM table [LIMIT n] and SELECT count(*) FROM table only.',
  );
}

function parseSelect(reader: TokenReader): Statement {
  const columns = parseSelected(reader);
  if (!reader.takeWords('FROM')) throw notSupported();
  const name = parseTableName(reader);
  const limit = reader.takeWords('LIMIT')
    ? Number(reader.expectNumber())
    : undefined;
  if (limit !== undefined && !Number.isSafeInteger(limit)) throw notSupported();
  const next = reader.peek();
  if (next && next.value !== ';') throw notSupported();
  return { kind: 'select', name, columns, limit };
}

function parseSelected(reader: TokenReader): string[] | 'count' {
  if (reader.peek()?.kind === 'sign') throw notSupported();
  const isWord = reader.peek()?.kind === 'word';
  const columns = [reader.expectName()];
  if (isWord && columns[0] === 'count' && reader.takeSign('(')) {
    reader.expectSign('*');
    reader.expectSign(')');
    return 'count';
  }
  while (reader.takeSign(',')) columns.push(reader.expectName());
  return columns;
}

function parseTableName(reader: TokenReader): TableName {
  const first = reader.expectName();
  if (!reader.takeSign('.')) return { table: first };
  return { database: first, table: reader.expectName() };
}

function parseList<T>(reader: TokenReader, parseItem: () => T): T[] {
  reader.expectSign('(');
  const items = [parseItem()];
  while (reader.takeSign(',')) items.push(parseItem());
  reader.expectSign(')');
  return items;
}

function parseType(reader: TokenReader): string {
  const name = reader.expectName();
  if (reader.peek()?.value !== '(') return name;
  return `${name}(${parseList(reader, () => reader.expectNumber()).join(',')})`;
}

function parseCreateTable(reader: TokenReader): Statement {
  const ifNotExists = reader.takeWords('IF', 'NOT', 'EXISTS');
  const name = parseTableName(reader);
  const columns = parseList(reader, () => ({
    name: reader.expectName(),
    type: parseType(reader),
    comment: reader.takeWords('COMMENT') ? reader.expectText() : undefined,
  }));
  if (reader.takeWords('COMMENT')) reader.expectText();
  const partitionedBy = reader.takeWords('PARTITIONED', 'BY')
    ? parseList(reader, () => reader.expectName())
    : [];
  reader.expectWords('LOCATION');
  const location = reader.expectText();
  const properties = reader.takeWords('TBLPROPERTIES')
    ? parseList(reader, (): [string, string] => {
        const key = reader.expectText();
        reader.expectSign('=');
        return [key.toLowerCase(), reader.expectText()];
      })
    : [];
  return {
    kind: 'createTable',
    name,
    ifNotExists,
    columns,
    partitionedBy,
    location,
    properties: Object.fromEntries(properties),
  };
}

function parseInsert(reader: TokenReader): Statement {
  const name = parseTableName(reader);
  const columns =
    reader.peek()?.value === '('
      ? parseList(reader, () => reader.expectName())
      : undefined;
  reader.expectWords('VALUES');
  const rows = [parseList(reader, () => parseLiteral(reader))];
  while (reader.takeSign(',')) {
    rows.push(parseList(reader, () => parseLiteral(reader)));
  }
  return { kind: 'insert', name, columns, rows };
}

function parseLiteral(reader: TokenReader): Literal {
  if (reader.takeWords('NULL')) return { kind: 'null' };
  if (reader.takeWords('TRUE')) return { kind: 'boolean', value: true };
  if (reader.takeWords('FALSE')) return { kind: 'boolean', value: false };
  if (reader.takeWords('DATE')) {
    return { kind: 'date', value: reader.expectText() };
  }
  if (reader.takeWords('TIMESTAMP')) {
    return { kind: 'timestamp', value: reader.expectText() };
  }
  if (reader.takeWords('DECIMAL')) {
    return { kind: 'number', value: reader.expectText() };
  }
  if (reader.takeWords('CAST')) {
    reader.expectSign('(');
    const inner = parseLiteral(reader);
    reader.expectWords('AS');
    parseType(reader);
    reader.expectSign(')');
    return inner;
  }
  const token = reader.peek();
  if (token?.kind === 'text') {
    return { kind: 'text', value: reader.expectText() };
  }
  const sign = reader.takeSign('-') ? '-' : '';
  return { kind: 'number', value: `${sign}${reader.expectNumber()}` };
}
