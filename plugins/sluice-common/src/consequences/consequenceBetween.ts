import { TableRef } from '../accessModel';
import { AccessConsequence } from '../changes';
import { AccessSummary, summariseAccess } from '../effectiveAccess';
import { KnownReader } from './consequencesOf';

/** What it means for a reader that an answer becomes another; nothing if it stays. */
export function consequenceBetween(
  { principal, title }: KnownReader,
  { catalogId, databaseName, tableName }: TableRef,
  before: AccessSummary,
  after: AccessSummary,
): AccessConsequence[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const table = `${databaseName}.${tableName}`;
  return [
    {
      principal,
      ...(title && { team: title }),
      table,
      catalogId,
      before,
      after,
      text: sentence(title || roleName(principal), table, before, after),
    },
  ];
}

function sentence(
  who: string,
  table: string,
  before: AccessSummary,
  after: AccessSummary,
): string {
  if (before.level === 'unknown' || after.level === 'unknown') {
    return `Access of ${who} to ${table} is ${summariseAccess(
      before,
    )} now, and will be ${summariseAccess(after)}.`;
  }
  if (before.level === 'none') {
    return `${who} gains ${table}: ${summariseAccess(after)}.`;
  }
  if (after.level === 'none') {
    return `${who} loses ${table}: it has ${summariseAccess(before)}.`;
  }
  return `${who} has ${summariseAccess(
    before,
  )} of ${table}, and will have ${summariseAccess(after)}.`;
}

function roleName(arn: string): string {
  return arn.split('/').pop()!;
}
