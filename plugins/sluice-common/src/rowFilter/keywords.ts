/** Words of the grammar itself; never a column unless double-quoted. */
export const GRAMMAR_KEYWORDS: ReadonlySet<string> = new Set([
  'and',
  'or',
  'not',
  'in',
  'between',
  'like',
  'is',
  'null',
  'true',
  'false',
]);

/**
 * Words that Lake Formation refuses as a bare column name. Its documentation
 * names "PartiQL keywords" without listing them (LF reference A7); these are
 * the SQL-92 and PartiQL keywords of AWS's open-source PartiQL compiler
 * (partiql-lang-kotlin, LexerConstants.kt). Date parts (`year`, `month`, `day`)
 * are not among them, and Lake Formation's own examples use `year` bare.
 */
const RESERVED_WORDS: ReadonlySet<string> = new Set(
  `
  absolute action add all allocate alter and any are as asc assertion at
  authorization avg begin between bit bit_length by cascade cascaded case cast
  catalog char character character_length char_length check close coalesce
  collate collation column commit connect connection constraint constraints
  continue convert corresponding count create cross current current_date
  current_time current_timestamp current_user cursor date deallocate dec decimal
  declare default deferrable deferred delete desc describe descriptor
  diagnostics disconnect distinct domain double drop else end escape except
  exception exec execute exists external extract date_add date_diff false fetch
  first float for foreign found from full get global go goto grant group having
  identity immediate in indicator initially inner input insensitive insert int
  integer intersect interval into is isolation join key language last left level
  like local lower match max min module names national natural nchar next no not
  null nullif numeric octet_length of on only open option or order outer output
  overlaps pad partial position precision prepare preserve primary prior
  privileges procedure public read real references relative restrict revoke
  right rollback rows schema scroll section select session session_user set size
  smallint some space sql sqlcode sqlerror sqlstate substring sum system_user
  table temporary then time timestamp to transaction translate translation trim
  true union unique unknown update upper usage user using value values varchar
  varying view when whenever where with work write zone
  can_cast can_lossless_cast missing pivot unpivot limit offset tuple remove
  index let integer2 int2 integer4 int4 integer8 int8 bigint conflict do nothing
  returning modified new old bool boolean string symbol clob blob struct list
  sexp bag
  `
    .trim()
    .split(/\s+/),
);

/** Whether a bare word must be double-quoted to be a column name. @public */
export function isReservedWord(word: string): boolean {
  return RESERVED_WORDS.has(word.toLowerCase());
}

/**
 * Columns that a table with row or cell filters may not have, because the
 * engine behind the filter uses the names (LF reference A7).
 */
export const RESTRICTED_COLUMN_NAMES: ReadonlySet<string> = new Set([
  'ctid',
  'oid',
  'xmin',
  'cmin',
  'xmax',
  'cmax',
  'tableoid',
  'insertxid',
  'deletexid',
  'importoid',
  'redcatuniqueid',
]);
