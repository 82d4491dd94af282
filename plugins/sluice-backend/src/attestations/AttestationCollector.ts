import { AuditorService } from '@backstage/backend-plugin-api';
import {
  ATTESTATION_MARK,
  AttestationDocument,
  attestationOf,
  SluiceApi,
} from '@sluice/plugin-sluice-common';
import { SluiceClock } from '@sluice/plugin-sluice-node';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { ResultCollector, RunResultReader, StoredJobRun } from '../jobs/types';
import { canonicalJson, sha256 } from '../store';
import { AttestationStore } from './AttestationStore';
import { readObservations } from './observations';

/** EMR brings the last of a log to S3 some time after the run has ended. */
const GRACE_MS = 90_000;

/** Makes an attestation of what a verification left behind, or of that it left nothing. */
export class AttestationCollector implements ResultCollector {
  constructor(
    private readonly options: {
      knex: Knex;
      store: AttestationStore;
      auditor: AuditorService;
      clock: SluiceClock;
      /** Told after each attestation: what differs is to be known soon. */
      onAttested: () => void;
    },
  ) {}

  async collect(
    run: StoredJobRun,
    readResult: RunResultReader,
  ): Promise<
    { id: string; verdict: SluiceApi.AttestationVerdict } | undefined
  > {
    const { knex, store, clock } = this.options;
    const known = await store.ofRun(run.id);
    if (known) return known;
    const now = clock.now();
    const result = await this.resultOf(run, readResult, now);
    if (!result) return undefined;
    const document = attestationOf({
      id: randomUUID(),
      runId: run.id,
      team: run.team,
      roleArn: run.roleArn,
      accountName: run.accountName,
      requestedBy: run.requestedBy,
      script: run.script,
      expectations: run.expectations ?? [],
      attestedAt: now.toISOString(),
      ...result,
    });
    const mine = await knex.transaction(async tx => {
      if (!(await store.add(tx, document))) return false;
      await this.audit(document);
      return true;
    });
    // Another backend was first: what it made of the run stays.
    if (!mine) return store.ofRun(run.id);
    this.options.onAttested();
    return { id: document.id, verdict: document.verdict };
  }

  private async resultOf(
    run: StoredJobRun,
    readResult: RunResultReader,
    now: Date,
  ): Promise<ReturnType<typeof readObservations> | undefined> {
    if (!run.emrJobRunId) return { problem: problemOf(run) };
    const text =
      (await readResult.attestationObject()) ??
      (await readResult.lastLineWith(ATTESTATION_MARK));
    if (text !== undefined) return readObservations(text, run);
    const endedAt = Date.parse(run.finishedAt ?? run.requestedAt);
    return now.getTime() - endedAt < GRACE_MS
      ? undefined
      : { problem: problemOf(run) };
  }

  private async audit(document: AttestationDocument): Promise<void> {
    const { id, runId, team, verdict, tables } = document;
    const event = await this.options.auditor.createEvent({
      eventId: 'attestation-made',
      severityLevel: verdict === 'differs' ? 'high' : 'low',
      meta: {
        attestationId: id,
        runId,
        team,
        requestedBy: document.requestedBy,
        verdict,
        tables: tables.map(({ expectation, verdict: each }) => ({
          table: expectation.tableEntityRef,
          verdict: each,
        })),
        contentHash: sha256(canonicalJson(document)),
      },
    });
    await event.success();
  }
}

/** Why a run has shown nothing. */
function problemOf({ state, failureReason, stateDetails }: StoredJobRun) {
  const details = stateDetails ?? failureReason;
  const because = details ? ` (${details.replace(/\.$/, '')})` : '';
  switch (state) {
    case 'CANCELLED':
      return 'Nothing is proved: the run was cancelled. Verify again.';
    case 'REFUSED':
      return `Nothing is proved: EMR did not take the run${because}. See what is missing, and verify again.`;
    case 'COMPLETED':
      return 'Nothing is proved: the run completed without writing what it saw. Read its log, and verify again.';
    default:
      return `Nothing is proved: the run failed before it wrote what it saw${because}. Read its log, and verify again.`;
  }
}
