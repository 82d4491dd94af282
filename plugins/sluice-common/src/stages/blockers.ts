import { EffectiveAccess } from '../accessModel';
import { AccessIndex } from '../effectiveAccess';
import { parsePrincipal } from '../permissions';

/** What is known to keep a job from reading what its grants open, and what is not known of it. */
export interface Blockers {
  /** Clauses: `there is no resource link that it may use`. */
  blocks: string[];
  doubts: string[];
}

/** Grants let a principal read; a job needs more than them (LF reference A7, A10). */
export function findBlockers(
  index: AccessIndex,
  access: EffectiveAccess,
): Blockers {
  const { principal: arn, table } = access;
  const principal = parsePrincipal(arn);
  const blocks: string[] = [];
  const doubts: string[] = [];
  if (
    !('columns' in access) ||
    (principal.kind !== 'iamRole' && principal.kind !== 'iamUser')
  ) {
    return { blocks, doubts };
  }
  const { region, catalogId } = table;
  const reader = index.findAccount({ region, catalogId: principal.accountId });
  const owner = index.findAccount(table);
  if (!reader || !owner) return { blocks, doubts };

  if (principal.kind === 'iamRole') {
    const failure = index.findFailure(reader, 'roles');
    if (failure !== undefined) {
      doubts.push(`whether its role exists could not be read: ${failure}`);
    } else if (!reader.roles.some(role => role.arn === arn)) {
      blocks.push('its role does not exist');
    }
  }
  if (catalogId !== principal.accountId && access.links.length === 0) {
    const failure =
      index.findFailure(reader, 'tables') ??
      index.findFailure(reader, 'permissions');
    if (failure === undefined) {
      blocks.push('there is no resource link that it may use');
    } else {
      doubts.push(`its resource links could not be read: ${failure}`);
    }
  }
  const { settings } = owner;
  if (!settings) {
    doubts.push(
      `the Lake Formation settings of account ${owner.accountId} were not read`,
    );
  } else if (
    !settings.allowExternalDataFiltering ||
    !settings.externalDataFilteringAllowList.includes(reader.accountId) ||
    settings.authorizedSessionTagValues.length === 0
  ) {
    blocks.push(
      `account ${owner.accountId} does not let engines of account ${reader.accountId} filter data`,
    );
  }
  return { blocks, doubts };
}
