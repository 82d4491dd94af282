import {
  AccessRequest,
  EffectiveAccess,
  LfPermissionRow,
  ReasonKind,
} from '@sluice/plugin-sluice-common';
import { AccessService } from '../access';
import { grantFilterName } from './grantDeclaration';

/** Reasons that are ways to read a table, not parts of such a way. */
const WAYS: readonly ReasonKind[] = [
  'grant',
  'dataCellsFilter',
  'columnGrant',
  'allTablesGrant',
  'lfTagGrant',
  'iamAllowedPrincipals',
  'dataLakeAdministrator',
  'allIamPrincipals',
];

/**
 * By what else the team reads the tables of a grant that is gone, a sentence
 * each, as far as was last observed. Never stands in the way of a removal.
 */
export async function remainingAccess(
  { grantId, team: teamRef, terms }: AccessRequest,
  access: Pick<AccessService, 'current'>,
): Promise<string[]> {
  try {
    const snapshot = await access.current({ fresh: true });
    const team = snapshot.findTeam(teamRef);
    if (!team) return [];
    const remaining = terms.tables.flatMap(({ table, ref }) => {
      const entry = snapshot.world.findTable(table);
      if (!entry) return [];
      return waysOf(
        snapshot.accessOf(team, entry),
        grantFilterName(grantId, ref.tableName),
      );
    });
    return [...new Set(remaining)];
  } catch (error) {
    return [
      `What else the team reads of the tables is not known: ${
        (error as Error).message
      }`,
    ];
  }
}

function waysOf(access: EffectiveAccess, removedFilter: string): string[] {
  if (access.level === 'none') return [];
  if (access.level === 'unknown') {
    const { databaseName, tableName } = access.table;
    return [
      `What else the team reads of ${databaseName}.${tableName} is not known: ${access.problems.join(
        ' ',
      )}`,
    ];
  }
  return access.reasons
    .filter(({ kind, effect }) => effect === 'supports' && WAYS.includes(kind))
    .filter(({ rows }) => !rows.some(row => isOn(row, removedFilter)))
    .map(({ text }) => text);
}

/** The observation may be from before the removal. */
function isOn({ resource }: LfPermissionRow, filterName: string): boolean {
  const parsed = JSON.parse(resource);
  return parsed.DataCellsFilter?.Name === filterName;
}
