import {
  BypassFinding,
  explainAccess,
  SluiceApi,
} from '@sluice/plugin-sluice-common';
import { AccessSnapshot, TableEntry } from '../access';
import { isReadable } from '../router/views';
import { Answer } from './Answers';
import { bypassesOf, concerns, viewFinding } from './bypassesOf';

/** The whole reasoning behind one answer, in the form of the API. */
export function explanationOf(
  snapshot: AccessSnapshot,
  {
    answer,
    view,
    column,
  }: { answer: Answer; view: SluiceApi.AccessAnswer; column?: string },
): SluiceApi.AccessExplanation {
  const { access: found, principal, team, entry } = answer;
  const explained = explainAccess(
    snapshot.world.index,
    { principal, table: entry.table.ref, ...(column && { column }) },
    team && {
      teams: [{ entityRef: team.entityRef, title: team.title, principal }],
      people: {
        [team.entityRef]: (view.people ?? []).map(({ title }) => title),
      },
    },
  );
  const { blockedWaysLeftOut: leftOut } = explained;
  const seen = snapshot.observedAt([entry], team ? [team] : []);
  return {
    answer: view,
    ...(column && { column }),
    ...(isReadable(found) && { columns: found.columns }),
    ...(found.level === 'unknown' && { problems: found.problems }),
    warnings: [
      ...found.warnings,
      ...(leftOut > 0
        ? [`${leftOut} more ways that end on the way are left out.`]
        : []),
    ],
    reasons: found.reasons,
    ways: explained.ways,
    blockedWays: explained.blockedWays,
    nodes: explained.nodes,
    edges: explained.edges,
    toAllow: explained.toAllow,
    toDisallow: explained.toDisallow,
    findings: bypassesOf(snapshot)
      .filter(each => isAbout(each, principal, entry))
      .map(each => ({
        ...viewFinding(each, snapshot),
        tables: [{ entityRef: entry.entityRef, table: entry.table.ref }],
      })),
    ...(seen && { observedAt: seen }),
    stale: snapshot.isStale([entry], team ? [team] : []),
  };
}

/** Whether a finding is a way of somebody, or of anybody, to a table. */
function isAbout(
  finding: BypassFinding,
  principal: string,
  entry: TableEntry,
): boolean {
  return (
    (finding.principal === undefined || finding.principal === principal) &&
    concerns(finding, entry)
  );
}
