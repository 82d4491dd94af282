import type {
  HypotheticalChange,
  SluiceApi,
} from '@sluice/plugin-sluice-common';
import { shortName } from '../PrincipalSelect';

type Change<Kind extends HypotheticalChange['kind']> = Extract<
  HypotheticalChange,
  { kind: Kind }
>;

const MODES: Record<Change<'registerLocation'>['mode'], string> = {
  lakeFormation: 'with Lake Formation alone',
  hybrid: 'in hybrid mode',
  none: 'nowhere',
};

/** A change as a sentence in the imperative. */
export function changeText(change: HypotheticalChange): string {
  switch (change.kind) {
    case 'grant':
      return `In account ${change.accountId}, grant ${change.permissions.join(
        ', ',
      )} on ${grantedText(change.on)} to ${whoText(change.principal)}`;
    case 'revoke':
      return `In account ${change.accountId}, revoke the permission ${change.permissionId}`;
    case 'setFilter':
      return `Let the data filter ${change.name} of ${nameOf(
        change.table,
      )} through ${cellsText(change)}`;
    case 'setTag':
      return `Put the LF-Tag ${change.key}=${change.value} on ${taggedText(
        change.on,
      )}`;
    case 'removeTag':
      return `Take the LF-Tag ${change.key} from ${taggedText(change.on)}`;
    case 'optIn':
      return `Opt ${whoText(change.principal)} in on ${nameOf(change.table)}`;
    case 'optOut':
      return `Opt ${whoText(change.principal)} out on ${nameOf(change.table)}`;
    case 'acceptShare':
      return `In account ${change.receiverAccountId}, accept what account ${change.senderAccountId} shares`;
    default:
      return `Register the location of ${nameOf(change.table)} ${
        MODES[change.mode]
      }`;
  }
}

function grantedText(on: Change<'grant'>['on']): string {
  switch (on.kind) {
    case 'table':
      return nameOf(on.table);
    case 'allTables':
      return `all tables of ${on.databaseName}`;
    case 'cells':
      return `${cellsText(on)} of ${nameOf(on.table)}`;
    default:
      return `tables tagged ${on.expression
        .map(({ key, values }) => `${key}=${values.join('|')}`)
        .join(' and ')}`;
  }
}

function cellsText({
  columns,
  rowFilter,
}: Pick<Change<'setFilter'>, 'columns' | 'rowFilter'>): string {
  const names = columns.kind === 'all' ? '' : columns.names.join(', ');
  const which = {
    all: 'all columns',
    include: `the columns ${names}`,
    exclude: `all columns but ${names}`,
  }[columns.kind];
  return rowFilter === undefined ? which : `${which}, rows where ${rowFilter}`;
}

function taggedText({
  databaseName,
  tableName,
  column,
}: Change<'setTag'>['on']): string {
  if (!tableName) return `the database ${databaseName}`;
  const table = `${databaseName}.${tableName}`;
  return column ? `the column ${column} of ${table}` : table;
}

function whoText(principal: string): string {
  return principal.startsWith('arn:')
    ? shortName(principal)
    : `account ${principal}`;
}

function nameOf({ databaseName, tableName }: SluiceApi.TableRef): string {
  return `${databaseName}.${tableName}`;
}
