import { judge, unproved, worstOf } from './judge';
import {
  AttestationDocument,
  AttestationVerdict,
  JudgedTable,
  ObservationsDocument,
  TableExpectation,
} from './types';
import { countOf } from './words';

/** What an attestation is made of. @public */
export type AttestationParts = Pick<
  AttestationDocument,
  | 'id'
  | 'runId'
  | 'team'
  | 'roleArn'
  | 'accountName'
  | 'requestedBy'
  | 'script'
  | 'attestedAt'
> & {
  expectations: TableExpectation[];
} & (
    | { observations: ObservationsDocument }
    /** Whole sentence: why there are none that count. */
    | { problem: string }
  );

/** Judges all tables of a verification, and all of them together. @public */
export function attestationOf(parts: AttestationParts): AttestationDocument {
  const { expectations, id, runId, team, roleArn, accountName } = parts;
  const { requestedBy, script, attestedAt } = parts;
  const observations = 'observations' in parts ? parts.observations : undefined;
  const problem = 'problem' in parts ? parts.problem : undefined;
  const seen = new Map(observations?.tables.map(each => [each.name, each]));
  const tables = expectations.map(each =>
    problem === undefined
      ? judge(each, seen.get(each.name))
      : unproved(each, problem),
  );
  return {
    version: 1,
    id,
    runId,
    team,
    roleArn,
    accountName,
    requestedBy,
    script,
    ...(observations && { observations }),
    ...overallOf(tables),
    ...(problem !== undefined && { text: problem }),
    tables,
    attestedAt,
  };
}

/** The verdict on several tables together, and the sentences that say it. @public */
export function overallOf(
  tables: JudgedTable[],
): Pick<AttestationDocument, 'verdict' | 'text'> {
  const verdict = worstOf(tables.map(table => table.verdict));
  return { verdict, text: textOf(tables, verdict) };
}

function textOf(tables: JudgedTable[], verdict: AttestationVerdict): string {
  if (tables.length === 0) {
    return 'There was no table to verify: nothing is declared or granted for the team.';
  }
  const counted = countOf(tables.length, 'table');
  if (verdict === 'agrees') {
    return tables.length === 1
      ? tables[0].text
      : `All ${counted} are as they are to be. ${textsOf(tables)}`;
  }
  const those = tables.filter(table => table.verdict === verdict);
  const opening =
    verdict === 'differs'
      ? `${those.length} of ${counted} ${
          those.length === 1 ? 'is' : 'are'
        } not as is to be.`
      : `Nothing is proved of ${those.length} of ${counted}.`;
  return `${opening} ${textsOf(those)}`;
}

/** A page shows all of them; a sentence need not. */
const MAX_TEXTS = 5;

function textsOf(tables: JudgedTable[]): string {
  const rest = tables.length - MAX_TEXTS;
  return [
    // What is the matter with the run is the same for each.
    ...new Set(tables.slice(0, MAX_TEXTS).map(({ text }) => text)),
    ...(rest > 0 ? [`And ${rest} more.`] : []),
  ].join(' ');
}
