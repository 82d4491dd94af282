import { DeclarationInput } from '@sluice/plugin-sluice-common';
import { columnType } from './columnType';
import {
  columnSchema,
  OdcsColumn,
  OdcsTable,
  tableSchema,
  unusedKeys,
} from './odcs';

/** A table as a declaration has it. */
export type Table = Extract<
  DeclarationInput,
  { kind: 'dataProduct' }
>['tables'][number];

/** What the reader of a contract has to be told. */
export interface Remarks {
  /** What is different or missing in the tables, and does no harm. */
  notes: string[];
  /** Why the contract cannot be published. */
  problems: string[];
}

const MAX_COMMENT = 255;

/** One object of an ODCS schema as a table. */
export function toTable(table: OdcsTable, remarks: Remarks): Table {
  const name = toName(table, `Table ${table.name}`, remarks);
  const { physicalType, properties, description } = table;
  if (physicalType && physicalType.toLocaleLowerCase('en-US') !== 'table') {
    remarks.problems.push(`${name} is a ${physicalType}, not a table`);
  }
  if (properties.length === 0) {
    remarks.problems.push(`${name} has no properties, so no columns`);
  }
  noteUnused(name, table, remarks);
  return {
    name,
    ...(description && { description: description.trim() }),
    columns: properties.map(column => toColumn(name, column, remarks)),
    partitionedBy: properties
      .filter(({ partitioned }) => partitioned)
      .sort((a, b) => position(a) - position(b))
      .map(column => nameOf(column)),
  };
}

function toColumn(table: string, column: OdcsColumn, remarks: Remarks) {
  const where = `Column ${table}.${column.name}`;
  const name = toName(column, where, remarks);
  const { classification, physicalType, logicalType } = column;
  const found = columnType(column);
  if (!found) {
    remarks.problems.push(
      `${where}: no column of a table can be of type ${
        physicalType ?? logicalType ?? 'unknown'
      }`,
    );
  } else if (!found.exact) {
    remarks.notes.push(`${where}: ${physicalType} becomes ${found.type}`);
  }
  const comment = column.description?.trim();
  if (comment && comment.length > MAX_COMMENT) {
    remarks.notes.push(
      `${where}: its description is cut to ${MAX_COMMENT} characters`,
    );
  }
  return {
    name,
    type: found?.type ?? 'string',
    ...(comment && { comment: comment.slice(0, MAX_COMMENT) }),
    ...(classification && { classification }),
  };
}

/** Glue folds names to lower case. */
function nameOf({ name, physicalName }: OdcsColumn | OdcsTable): string {
  return (physicalName ?? name).toLocaleLowerCase('en-US');
}

function toName(
  element: OdcsColumn | OdcsTable,
  where: string,
  { notes }: Remarks,
): string {
  const name = nameOf(element);
  if (name !== element.name) notes.push(`${where} is called ${name} in Glue`);
  return name;
}

/** Of the columns, each key once with the columns that have it. */
function noteUnused(name: string, table: OdcsTable, { notes }: Remarks): void {
  const columns = new Map<string, string[]>();
  for (const column of table.properties) {
    for (const key of unusedKeys(column, columnSchema)) {
      columns.set(key, [...(columns.get(key) ?? []), column.name]);
    }
  }
  const unused = [
    ...unusedKeys(table, tableSchema),
    ...[...columns].map(([key, names]) => `${key} of ${names.join(', ')}`),
  ];
  if (unused.length > 0)
    notes.push(`Table ${name}: not used: ${unused.join('; ')}`);
}

function position({ partitionKeyPosition }: OdcsColumn): number {
  return partitionKeyPosition ?? Number.MAX_SAFE_INTEGER;
}
