import { parseEntityRef } from '@backstage/catalog-model';
import {
  checkRowFilter,
  REQUEST_LIMITS,
  type SluiceApi,
  widenings,
} from '@sluice/plugin-sluice-common';
import { durationText } from '../requests/requestText';

/** Tables by their entity refs, as far as they could be read. */
export type KnownTables = ReadonlyMap<string, SluiceApi.Table>;

/** Why terms cannot be asked for. */
export interface TermsProblem {
  /** `exceeds`: more than may be asked of a table. */
  field: 'tables' | 'columns' | 'rowFilter' | 'exceeds' | 'duration' | 'start';
  /** Entity ref of the table, when it is about one. */
  table?: string;
  message: string;
}

/** What terms are held against before the backend is asked. */
export interface TermsBounds {
  tables: KnownTables;
  policy: Pick<SluiceApi.RequestPolicy, 'maxDurationMinutes'>;
  /** Terms that must not be exceeded. */
  atMost?: SluiceApi.AccessTerms;
}

/** What is missing or wrong in terms; what only the backend knows is not there. */
export function findTermsProblems(
  terms: SluiceApi.AskedTerms,
  { tables, policy, atMost }: TermsBounds,
): TermsProblem[] {
  const many = terms.tables.length > REQUEST_LIMITS.tables;
  return [
    ...(terms.tables.length === 0
      ? [{ field: 'tables' as const, message: 'Choose a table.' }]
      : []),
    ...(many
      ? [
          {
            field: 'tables' as const,
            message: `${REQUEST_LIMITS.tables} tables are the most of one request. Make several requests.`,
          },
        ]
      : []),
    ...terms.tables.flatMap(asked =>
      tableProblems(asked, tables.get(asked.table), atMost),
    ),
    ...durationProblems(
      terms,
      atMost?.durationMinutes ?? policy.maxDurationMinutes,
    ),
    ...startProblems(terms, atMost),
  ];
}

function tableProblems(
  asked: SluiceApi.AskedTable,
  table: SluiceApi.Table | undefined,
  atMost: SluiceApi.AccessTerms | undefined,
): TermsProblem[] {
  const name = tableName(asked.table, table);
  const problem = (field: TermsProblem['field'], message: string) => ({
    field,
    table: asked.table,
    message,
  });
  if (asked.columns.length === 0) {
    return [problem('columns', `Choose the columns of ${name}.`)];
  }
  if (!table) return [];
  const filter = asked.rowFilter?.trim();
  const [wrong] = filter ? checkRowFilter(filter, table.columns).problems : [];
  if (wrong) {
    return [problem('rowFilter', `Row filter of ${name}: ${wrong.message}.`)];
  }
  return atMost
    ? exceeding(asked, table, atMost).map(text =>
        problem('exceeds', `${text}.`),
      )
    : [];
}

/** In which way what is asked of one table is more than it may be. */
function exceeding(
  { columns, rowFilter }: SluiceApi.AskedTable,
  table: SluiceApi.Table,
  atMost: SluiceApi.AccessTerms,
): string[] {
  const asked = {
    table: table.entityRef,
    ref: table.ref,
    ...(table.tableUuid && { tableUuid: table.tableUuid }),
    producerAccount: table.accountName,
    columns: table.columns
      .filter(({ name }) => columns.includes(name))
      // One without a field id can be in no terms, so it is wider than all.
      .map(({ name, fieldId = -1 }) => ({ name, fieldId })),
    ...(rowFilter?.trim() && { rowFilter: rowFilter.trim() }),
  };
  return widenings(
    { tables: [asked], durationMinutes: 0 },
    { tables: atMost.tables, durationMinutes: 0 },
    () => table.columns,
  );
}

function durationProblems(
  { durationMinutes }: SluiceApi.AskedTerms,
  most: number,
): TermsProblem[] {
  if (!durationMinutes || durationMinutes < 1) {
    return [{ field: 'duration', message: 'Say how long access is needed.' }];
  }
  return durationMinutes > most
    ? [
        {
          field: 'duration',
          message: `Access lasts for ${durationText(most)} at most.`,
        },
      ]
    : [];
}

function startProblems(
  { startsAt }: SluiceApi.AskedTerms,
  atMost: SluiceApi.AccessTerms | undefined,
): TermsProblem[] {
  if (startsAt === '') {
    return [{ field: 'start', message: 'Say when access is to begin.' }];
  }
  const earliest = atMost?.startsAt;
  return earliest && (!startsAt || Date.parse(startsAt) < Date.parse(earliest))
    ? [
        {
          field: 'start',
          message: 'Access must not begin earlier than was asked for.',
        },
      ]
    : [];
}

/**
 * Terms that stand, as one asks for them. Columns go by their present names;
 * what the table no longer has is left out.
 */
export function askedOf(
  { tables, startsAt, durationMinutes }: SluiceApi.AccessTerms,
  known: KnownTables,
): SluiceApi.AskedTerms {
  return {
    tables: tables.map(({ table, columns, rowFilter }) => ({
      table,
      columns: presentNames(columns, known.get(table)),
      ...(rowFilter && { rowFilter }),
    })),
    ...(startsAt && { startsAt }),
    durationMinutes,
  };
}

function presentNames(
  columns: SluiceApi.RequestedColumn[],
  table: SluiceApi.Table | undefined,
): string[] {
  if (!table) return columns.map(({ name }) => name);
  const ids = new Set(columns.map(({ fieldId }) => fieldId));
  return table.columns
    .filter(({ fieldId }) => fieldId !== undefined && ids.has(fieldId))
    .map(({ name }) => name);
}

/** `database.table`; by the entity's name until the table is known. */
export function tableName(
  tableRef: string,
  table?: Pick<SluiceApi.Table, 'ref'>,
): string {
  if (table) return `${table.ref.databaseName}.${table.ref.tableName}`;
  try {
    return parseEntityRef(tableRef).name;
  } catch {
    return tableRef;
  }
}

/** Whether a text of the backend is about something of this full name. */
export function mentions(text: string, name: string): boolean {
  const quoted = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  // `db.t` is neither in `db.t2` nor in `other_db.t`, but in `db.t.column`.
  return new RegExp(`(?<![\\w])${quoted}(?![\\w])`).test(text);
}
