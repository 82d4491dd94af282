import type {
  HypotheticalChange,
  SluiceApi,
} from '@sluice/plugin-sluice-common';
import type { Who } from '../PrincipalSelect';

/** What can be tried out by hand. */
export const DRAFT_KINDS = {
  grant: 'Grant a permission',
  revoke: 'Revoke a permission',
  setFilter: 'Change a data filter',
  setTag: 'Put an LF-Tag',
  removeTag: 'Take an LF-Tag away',
  optIn: 'Opt in',
  optOut: 'Opt out',
  registerLocation: 'Register the location',
} as const;

export type DraftKind = keyof typeof DRAFT_KINDS;

/** A change about one table as it is being written. */
export interface Draft {
  kind: DraftKind;
  who: Who;
  /** What is known of `who`. */
  known?: SluiceApi.KnownPrincipal;
  on: 'table' | 'allTables' | 'cells' | 'lfTags';
  columns: string[];
  rowFilter: string;
  /** Of a data filter. */
  name: string;
  tagOn: 'database' | 'table' | 'column';
  column?: string;
  key: string;
  value: string;
  /** Chosen ones of those that there are. */
  revoked: HypotheticalChange[];
  mode: Extract<HypotheticalChange, { kind: 'registerLocation' }>['mode'];
}

export const EMPTY_DRAFT: Draft = {
  kind: 'grant',
  who: {},
  on: 'table',
  columns: [],
  rowFilter: '',
  name: '',
  tagOn: 'table',
  key: '',
  value: '',
  revoked: [],
  mode: 'lakeFormation',
};

/** The changes of a draft; none while it is not complete. */
export function changesOf(
  draft: Draft,
  { ref, columns: all }: SluiceApi.Table,
): HypotheticalChange[] {
  const { kind, known } = draft;
  const principal = known?.principal;
  const name = draft.name.trim();
  const key = draft.key.trim();
  const value = draft.value.trim();
  switch (kind) {
    case 'grant':
      return known ? grantsOf(draft, known, ref, all) : [];
    case 'revoke':
      return draft.revoked;
    case 'setFilter':
      return name && draft.columns.length > 0
        ? [{ kind, table: ref, name, ...cellsOf(draft, all) }]
        : [];
    case 'setTag':
      return key && value && taggedOf(draft, ref)
        ? [{ kind, on: taggedOf(draft, ref)!, key, value }]
        : [];
    case 'removeTag':
      return key && taggedOf(draft, ref)
        ? [{ kind, on: taggedOf(draft, ref)!, key }]
        : [];
    case 'registerLocation':
      return [{ kind, table: ref, mode: draft.mode }];
    default:
      return principal ? [{ kind, principal, table: ref }] : [];
  }
}

/** Across accounts, the owner grants to the account, and that grants on. */
function grantsOf(
  draft: Draft,
  { principal, accountId }: SluiceApi.KnownPrincipal,
  ref: SluiceApi.TableRef,
  all: SluiceApi.Column[],
): HypotheticalChange[] {
  const on = grantedOf(draft, ref, all);
  if (!on) return [];
  const grant = (by: string, to: string): HypotheticalChange => ({
    kind: 'grant',
    accountId: by,
    principal: to,
    on,
    permissions: ['SELECT'],
  });
  return accountId === ref.catalogId
    ? [grant(ref.catalogId, principal)]
    : [grant(ref.catalogId, accountId), grant(accountId, principal)];
}

function grantedOf(
  draft: Draft,
  ref: SluiceApi.TableRef,
  all: SluiceApi.Column[],
): Extract<HypotheticalChange, { kind: 'grant' }>['on'] | undefined {
  const { region, catalogId, databaseName } = ref;
  const key = draft.key.trim();
  const values = draft.value
    .split(',')
    .map(each => each.trim())
    .filter(Boolean);
  switch (draft.on) {
    case 'table':
      return { kind: 'table', table: ref };
    case 'allTables':
      return { kind: 'allTables', region, catalogId, databaseName };
    case 'cells':
      return draft.columns.length > 0
        ? { kind: 'cells', table: ref, ...cellsOf(draft, all) }
        : undefined;
    default:
      return key && values.length > 0
        ? { kind: 'lfTags', region, catalogId, expression: [{ key, values }] }
        : undefined;
  }
}

function cellsOf({ columns, rowFilter }: Draft, all: SluiceApi.Column[]) {
  return {
    columns:
      columns.length === all.length
        ? { kind: 'all' as const }
        : { kind: 'include' as const, names: columns },
    ...(rowFilter.trim() && { rowFilter: rowFilter.trim() }),
  };
}

function taggedOf(
  { tagOn, column }: Draft,
  { region, catalogId, databaseName, tableName }: SluiceApi.TableRef,
) {
  const database = { region, catalogId, databaseName };
  if (tagOn === 'database') return database;
  if (tagOn === 'table') return { ...database, tableName };
  return column ? { ...database, tableName, column } : undefined;
}
