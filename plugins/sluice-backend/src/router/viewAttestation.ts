import {
  AttestationDocument,
  JudgedTable,
  overallOf,
  SluiceApi,
} from '@sluice/plugin-sluice-common';
import { AccessSnapshot } from '../access';
import { ProofsAt, StoredAttestation } from '../attestations';
import { viewTeam } from './views';

/** An attestation as somebody may see it. */
export interface SeenAttestation {
  stored: StoredAttestation;
  /** Those of which the caller may see the access. */
  tables: JudgedTable[];
}

/** In short. The verdict is about the tables that are shown. */
export function viewAttestationSummary(
  { stored, tables }: SeenAttestation,
  snapshot: AccessSnapshot,
): SluiceApi.AttestationSummary {
  const { document, contentHash } = stored;
  return {
    id: document.id,
    team: viewTeam(
      snapshot.findTeam(document.team) ?? {
        entityRef: document.team,
        title: document.team,
      },
    ),
    jobRunId: document.runId,
    attestedAt: document.attestedAt,
    ...verdictOn(document, tables),
    tables: tables.map(({ expectation, verdict }) => ({
      tableEntityRef: expectation.tableEntityRef,
      name: expectation.name,
      verdict,
    })),
    engine: document.observations?.engine ?? 'none',
    contentHash,
  };
}

/** The whole of it, as far as the caller may see it. */
export function viewAttestation(
  seen: SeenAttestation,
  snapshot: AccessSnapshot,
  proofs: ProofsAt,
): SluiceApi.Attestation {
  const { stored, tables } = seen;
  const { document, intact } = stored;
  const { observations, team } = document;
  return {
    summary: viewAttestationSummary(seen, snapshot),
    tables: tables.map(judged => viewTable(judged, team, proofs)),
    roleArn: document.roleArn,
    accountName: document.accountName,
    requestedBy: document.requestedBy,
    script: document.script,
    ...(observations && {
      startedAt: observations.startedAt,
      finishedAt: observations.finishedAt,
    }),
    intact,
    ...(intact &&
      tables.length === document.tables.length && {
        document: document as Record<string, any>,
      }),
  };
}

/** What is said of tables that the caller may not see is not said. */
export function verdictOn(
  document: AttestationDocument,
  tables: JudgedTable[],
): Pick<AttestationDocument, 'verdict' | 'text'> {
  const { verdict, text } = document;
  return tables.length === document.tables.length
    ? { verdict, text }
    : overallOf(tables);
}

function viewTable(
  judged: JudgedTable,
  team: string,
  proofs: ProofsAt,
): SluiceApi.AttestedTable {
  const { expectation, verdict, text, checks } = judged;
  const { rows, rowsOutside, groups } = judged;
  const tableRef = expectation.tableEntityRef;
  return {
    expectation,
    verdict,
    text,
    checks,
    current: proofs.currencyOf({ team, tableRef, judged }) === 'yes',
    ...(rows !== undefined && { rows }),
    ...(rowsOutside !== undefined && { rowsOutside }),
    ...(groups && { groups }),
  };
}
