import { AccessIndex } from '../effectiveAccess/AccessIndex';
import { ResolvedAccess } from '../effectiveAccess/effectiveAccess';
import { findGovernanceDoubts } from '../effectiveAccess/preconditions';
import { HypotheticalChange } from '../hypothetical';
import { byHand, revocationOf } from './remedies';
import { Remedy } from './types';

/**
 * How Lake Formation comes to decide where IAM does, or may: one remedy for each
 * problem, with the problem as its text, which says what to do.
 */
export function findGovernanceRemedies(
  index: AccessIndex,
  { access, table, owner, reader }: ResolvedAccess,
): Remedy[] {
  if (!table || !owner || !reader) return [];
  const { principal, table: ref } = access;
  const { problems } = findGovernanceDoubts(
    index,
    table,
    owner,
    reader,
    principal,
  );
  const isHybrid = table.registration === 'hybrid';
  const isUnread = [owner, reader].some(
    account => index.findFailure(account, 'optIns') !== undefined,
  );
  if (isHybrid && isUnread) return problems.map(byHand);
  const changes: HypotheticalChange[] = isHybrid
    ? [{ kind: 'optIn', principal, table: ref }]
    : index
        .findPermissions(ref, 'IAM_ALLOWED_PRINCIPALS', ref.catalogId)
        .map(revocationOf);
  return problems.map(text => ({ text, changes }));
}
