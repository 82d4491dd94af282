import { error } from '../propertyRules';
import { JobProblem, SparkProfile } from '../types';
import { anyPropertyProblem } from './codeProperties';
import { formatProblem } from './formats';
import { UNKNOWN } from './LocatedText';
import { SqlToken, sqlStatements } from './sqlTokens';
import {
  catalogProblem,
  procedureProblem,
  tableNameProblem,
} from './tableNames';

type Problem = Pick<JobProblem, 'rule' | 'severity' | 'message'>;

/** A problem with the index of the text that it is at. */
export interface SqlProblem extends Problem {
  at: number;
}

/** Of every problem of rule V3. */
export const READ_ONLY =
  'Treat tables as read-only under fine-grained access control: AWS does not support writing with what Lake Formation grants to jobs of EMR on EKS, and the role of the team has no rights of its own on the files. Write with the tools of those who own the table.';

/** What begins a statement that writes, word by word; `?` stands for any word. */
const WRITES: readonly string[] = [
  'INSERT INTO',
  'INSERT OVERWRITE',
  'INSERT TABLE',
  'UPDATE ?',
  'DELETE FROM',
  'MERGE INTO',
  'TRUNCATE TABLE',
  'LOAD DATA',
  'REPLACE TABLE',
  'MSCK REPAIR',
  'REPAIR TABLE',
  'COMMENT ON',
  'UNDROP TABLE',
];
/** A keyword of a token that can be a name; a quoted name has none. */
const NAME_OR_QUOTED = /^$|^[\p{L}_]/u;
const DEFINES = /^(?:CREATE|ALTER|DROP)$/;
/** Of whom CREATE, ALTER and DROP change the catalog. */
const DEFINED =
  /^(?:TABLE|VIEW|DATABASE|SCHEMA|NAMESPACE|BRANCH|TAG|MATERIALIZED|INDEX)$/;
const MODIFIERS =
  /^(?:OR|REPLACE|IF|NOT|EXISTS|GLOBAL|TEMPORARY|TEMP|EXTERNAL|CACHED|LOCAL)$/;
const TEMPORARY = /^(?:TEMPORARY|TEMP)$/;

/** After these comes a table; `DELETE FROM` and `INSERT INTO` are found on their own. */
const BEFORE_TABLE = /^(?:FROM|JOIN|INTO|TABLE|UPDATE|USING|DESCRIBE|DESC)$/;
const AFTER_TABLE_WORD =
  /^(?:IF|NOT|EXISTS|EXTENDED|FORMATTED|ONLY|LATERAL|TABLE)$/;

/** Longer ones are no SQL, and reading them at each place would take long. */
const MAX_WORDS = 8;

export function sqlProblems(sql: string, profile: SparkProfile): SqlProblem[] {
  return sqlStatements(sql).flatMap(tokens => [
    ...statementProblems(tokens, profile),
    ...functionProblems(tokens),
    ...nameProblems(tokens, profile),
  ]);
}

function statementProblems(
  tokens: SqlToken[],
  profile: SparkProfile,
): SqlProblem[] {
  const begin = beginOf(tokens);
  const first = tokens[begin];
  if (!first) return [];
  const words = tokens.slice(begin, begin + 12).map(({ keyword }) => keyword);
  const at = first.at;
  const located = (problem: Problem | undefined) =>
    problem ? [{ ...problem, at }] : [];
  switch (words[0]) {
    case 'EXPLAIN':
      return [];
    case 'WITH':
    case 'FROM':
      return laterWrites(tokens.slice(begin + 1));
    case 'ANALYZE':
      return located(
        error(
          'V5',
          'ANALYZE TABLE is refused under fine-grained access control. Leave it to those who own the table.',
        ),
      );
    case 'ADD':
      return /^JARS?$/.test(words[1] ?? '')
        ? located(
            error(
              'V5',
              'ADD JAR brings code of its own to the job, which EMR refuses under fine-grained access control. Use what Spark and Iceberg have.',
            ),
          )
        : [];
    case 'SET':
      return located(setProblem(tokens.slice(begin + 1), profile));
    case 'USE':
      return located(useProblem(tokens.slice(begin + 1), profile));
    case 'CALL':
      return located(callProblem(tokens.slice(begin + 1)));
    default:
      return isWrite(words) || isDefinition(tokens.slice(begin, begin + 12))
        ? located(writeProblem(words[0]))
        : located(createFunctionProblem(words));
  }
}

/** Past the parentheses that may stand before a statement. */
function beginOf(tokens: SqlToken[]): number {
  const at = tokens.findIndex(
    ({ text, kind }) => kind !== 'other' || text !== '(',
  );
  return at < 0 ? tokens.length : at;
}

function isWrite(words: string[]): boolean {
  return WRITES.some(begin => {
    const [verb, object] = begin.split(' ');
    const next = words[1];
    return (
      words[0] === verb &&
      next !== undefined &&
      (next === object ||
        next.includes(UNKNOWN) ||
        (object === '?' && NAME_OR_QUOTED.test(next)))
    );
  });
}

/** CREATE, ALTER and DROP of what stays; a temporary view is the session's own. */
function isDefinition(tokens: SqlToken[]): boolean {
  if (!DEFINES.test(tokens[0]?.keyword ?? '')) return false;
  let at = 1;
  let isTemporary = false;
  while (MODIFIERS.test(tokens[at]?.keyword ?? '')) {
    isTemporary ||= TEMPORARY.test(tokens[at].keyword);
    at++;
  }
  if (!DEFINED.test(tokens[at]?.keyword ?? '')) return false;
  if (isTemporary) return false;
  // A view of one name may be a temporary one, and cannot be told from others.
  const isView = tokens[at].keyword === 'VIEW';
  const name = nameAt(tokens, skipWords(tokens, at + 1));
  return !(isView && tokens[0].keyword !== 'CREATE' && name.parts.length === 1);
}

/** `WITH … INSERT INTO`, `FROM … INSERT INTO`, after whatever is in parentheses. */
function laterWrites(tokens: SqlToken[]): SqlProblem[] {
  let depth = 0;
  for (let i = 0; i < tokens.length; i++) {
    const { keyword, at } = tokens[i];
    if (keyword === '(') depth++;
    if (keyword === ')') depth--;
    if (depth === 0 && isLaterWrite(tokens, i)) {
      return [{ ...writeProblem(keyword), at }];
    }
  }
  return [];
}

function isLaterWrite(tokens: SqlToken[], at: number): boolean {
  const [verb, next, after] = tokens
    .slice(at, at + 3)
    .map(({ keyword }) => keyword);
  switch (verb) {
    case 'INSERT':
      return /^(?:INTO|OVERWRITE|TABLE)$/.test(next ?? '');
    case 'DELETE':
      return next === 'FROM';
    case 'MERGE':
      return next === 'INTO';
    case 'UPDATE':
      // Not an alias of a table, which is followed by a condition.
      return (
        tokens[at + 1]?.kind !== 'other' && (after === 'SET' || after === '.')
      );
    default:
      return false;
  }
}

function writeProblem(verb: string): Problem {
  return error('V3', `${verb} writes. ${READ_ONLY}`);
}

function createFunctionProblem(words: string[]): Problem | undefined {
  const isFunction =
    words[0] === 'CREATE' &&
    words.find(word => !MODIFIERS.test(word) && word !== 'CREATE') ===
      'FUNCTION';
  return isFunction
    ? error(
        'V6',
        'CREATE FUNCTION is refused under fine-grained access control. Use the functions that Spark has.',
      )
    : undefined;
}

/** `SET key = value`: the value is as it is written, up to the end. */
function setProblem(
  tokens: SqlToken[],
  profile: SparkProfile,
): Problem | undefined {
  const equals = tokens.findIndex(({ text }) => text === '=');
  if (equals < 0) return undefined;
  const text = (part: SqlToken[]) => part.map(each => each.text).join('');
  const key = text(tokens.slice(0, equals));
  const value = text(tokens.slice(equals + 1)).replace(/^(['"])(.*)\1$/s, '$2');
  const property = { key, value: value.includes(UNKNOWN) ? undefined : value };
  return anyPropertyProblem(property, profile);
}

function useProblem(
  tokens: SqlToken[],
  profile: SparkProfile,
): Problem | undefined {
  const isCatalog = tokens[0]?.keyword === 'CATALOG';
  const skipped = /^(?:CATALOG|NAMESPACE|DATABASE|SCHEMA)$/.test(
    tokens[0]?.keyword ?? '',
  );
  const { parts } = nameAt(tokens, skipped ? 1 : 0);
  // `USE dev` can be a catalog as well as a database.
  const isOther =
    parts.length === 1 && /^(?:dev|spark_catalog)$/.test(parts[0]);
  return parts.length > 0 && (isCatalog || parts.length > 1 || isOther)
    ? catalogProblem(parts[0], profile)
    : undefined;
}

function callProblem(tokens: SqlToken[]): Problem | undefined {
  const { parts } = nameAt(tokens, 0);
  return parts.length > 0 ? procedureProblem(parts.at(-1)!) : undefined;
}

/** V6: functions that are refused, wherever they are called. */
function functionProblems(tokens: SqlToken[]): SqlProblem[] {
  return tokens.flatMap(({ keyword, at }, index) =>
    keyword === 'SPARK_PARTITION_ID' && tokens[index + 1]?.text === '('
      ? [{ ...partitionIdProblem(), at }]
      : [],
  );
}

export function partitionIdProblem(): Problem {
  return error(
    'V6',
    'SPARK_PARTITION_ID is refused under fine-grained access control. Do without it.',
  );
}

/** V9: the names of tables. */
function nameProblems(tokens: SqlToken[], profile: SparkProfile): SqlProblem[] {
  const isCreate = tokens[0]?.keyword === 'CREATE';
  return tokens.flatMap(({ keyword }, index) => {
    if (!BEFORE_TABLE.test(keyword)) return [];
    // `a IS DISTINCT FROM b.c.d` compares.
    if (tokens[index - 1]?.keyword === 'DISTINCT') return [];
    const { parts, at } = nameAt(tokens, skipWords(tokens, index + 1));
    const problem =
      isCreate && keyword === 'USING'
        ? formatProblem(parts.join('.'))
        : tableNameProblem(parts, profile);
    return problem ? [{ ...problem, at }] : [];
  });
}

/** Past such as `IF NOT EXISTS`. */
function skipWords(tokens: SqlToken[], from: number): number {
  const end = from + MAX_WORDS;
  let at = from;
  while (at < end && AFTER_TABLE_WORD.test(tokens[at]?.keyword ?? '')) at++;
  return at;
}

/** A name of parts with dots between them. */
function nameAt(
  tokens: SqlToken[],
  from: number,
): { parts: string[]; at: number } {
  const parts: string[] = [];
  let index = from;
  while (
    parts.length < MAX_WORDS &&
    /^(?:word|quoted)$/.test(tokens[index]?.kind ?? '')
  ) {
    parts.push(tokens[index].text);
    index++;
    if (tokens[index]?.text !== '.') break;
    index++;
  }
  return { parts, at: tokens[from]?.at ?? 0 };
}
