import { NotFoundError } from '@backstage/errors';
import {
  AttestationDocument,
  AttestationVerdict,
  JudgedTable,
} from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import { canonicalJson, sha256 } from '../store';

/** An attestation as it is kept. */
export interface StoredAttestation {
  document: AttestationDocument;
  contentHash: string;
  /** Whether the document that was read still has the hash that was kept beside it. */
  intact: boolean;
}

/** What the last verifications have shown of one team and table. */
export interface AttestedTable {
  attestationId: string;
  team: string;
  tableRef: string;
  attestedAt: string;
  judged: JudgedTable;
}

/** Where a list goes on. */
export interface AttestationPosition {
  attestedAt: string;
  id: string;
}

interface AttestationRow {
  attestation_id: string;
  run_id: string;
  team_ref: string;
  verdict: AttestationVerdict;
  attested_at: string;
  document: string;
  content_hash: string;
}

interface TableRow {
  attestation_id: string;
  team_ref: string;
  table_ref: string;
  revision: string;
  verdict: AttestationVerdict;
  document: string;
  attested_at: string;
}

/** Of one query; SQLite takes some hundred values at a time. */
const BATCH = 500;
const CHANGED =
  'The attestation was changed after it was stored, so it proves nothing; find out by whom, and verify again.';

/** Attestations; they are added and never changed. */
export class AttestationStore {
  /** Of the last ones, which are asked for again and again, and never change. */
  private judged = new Map<string, JudgedTable>();

  constructor(private readonly knex: Knex) {}

  /** @returns false when the run has one already, which stays */
  async add(
    tx: Knex.Transaction,
    document: AttestationDocument,
  ): Promise<boolean> {
    const text = canonicalJson(document);
    const { id, runId, team, verdict, attestedAt, tables } = document;
    const inserted = await tx<AttestationRow>('attestations')
      .insert({
        attestation_id: id,
        run_id: runId,
        team_ref: team,
        verdict,
        attested_at: attestedAt,
        document: text,
        content_hash: sha256(text),
      })
      .onConflict('run_id')
      .ignore()
      .returning('attestation_id');
    if (inserted.length === 0) return false;
    for (const judged of tables) {
      await tx<TableRow>('attested_tables').insert({
        attestation_id: id,
        team_ref: team,
        table_ref: judged.expectation.tableEntityRef,
        revision: judged.expectation.revision,
        verdict: judged.verdict,
        document: canonicalJson(judged),
        attested_at: attestedAt,
      });
    }
    return true;
  }

  async ofRun(
    runId: string,
  ): Promise<{ id: string; verdict: AttestationVerdict } | undefined> {
    const row = await this.knex<AttestationRow>('attestations')
      .where({ run_id: runId })
      .first('attestation_id', 'verdict');
    return row && { id: row.attestation_id, verdict: row.verdict };
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<StoredAttestation> {
    const row = await this.knex<AttestationRow>('attestations')
      .where({ attestation_id: id })
      .first();
    if (!row) throw new NotFoundError(`There is no attestation ${id}`);
    return toAttestation(row);
  }

  /** Newest first. */
  async page(
    filter: { team?: string; table?: string },
    { limit, before }: { limit: number; before?: AttestationPosition },
  ): Promise<{ items: StoredAttestation[]; next?: AttestationPosition }> {
    const query = this.knex<AttestationRow>('attestations')
      .orderBy([
        { column: 'attested_at', order: 'desc' },
        { column: 'attestation_id', order: 'desc' },
      ])
      .limit(limit);
    const { team, table } = filter;
    if (team) query.where('team_ref', team);
    if (table) {
      query.whereIn(
        'attestation_id',
        this.knex<TableRow>('attested_tables')
          .where('table_ref', table)
          .select('attestation_id'),
      );
    }
    if (before) {
      query.where(each =>
        each
          .where('attested_at', '<', before.attestedAt)
          .orWhere(same =>
            same
              .where('attested_at', before.attestedAt)
              .where('attestation_id', '<', before.id),
          ),
      );
    }
    const rows = await query;
    const last = rows.at(-1);
    return {
      items: rows.map(toAttestation),
      ...(last &&
        rows.length === limit && {
          next: { attestedAt: last.attested_at, id: last.attestation_id },
        }),
    };
  }

  /** When each team was verified last, by its entity ref. */
  async lastByTeam(): Promise<Map<string, string>> {
    const rows: { team_ref: string; at: string }[] = await this.knex(
      'attestations',
    )
      .groupBy('team_ref')
      .select('team_ref')
      .max({ at: 'attested_at' });
    return new Map(rows.map(({ team_ref, at }) => [team_ref, at]));
  }

  /**
   * Of each team and table the last that was shown; and what was attested since,
   * should that have shown nothing.
   */
  async latestTables(): Promise<AttestedTable[]> {
    const ranked = this.knex<TableRow>('attested_tables')
      .select('*')
      .rowNumber(
        'place',
        this.knex.raw(
          "partition by team_ref, table_ref, case when verdict = 'unproved' then 1 else 0 end order by attested_at desc, attestation_id desc",
        ),
      );
    const rows: TableRow[] = await this.knex
      .from(ranked.as('ranked'))
      .where('place', 1)
      .orderBy(['team_ref', 'table_ref', 'attested_at', 'attestation_id']);
    this.judged = await this.judgedIn(rows);
    return rows.map(row => ({
      attestationId: row.attestation_id,
      team: row.team_ref,
      tableRef: row.table_ref,
      attestedAt: row.attested_at,
      judged: this.judged.get(keyOf(row))!,
    }));
  }

  /** From the attestations, whose hashes tell whether they are as they were. */
  private async judgedIn(rows: TableRow[]): Promise<Map<string, JudgedTable>> {
    const result = new Map<string, JudgedTable>();
    const unread = new Set<string>();
    for (const row of rows) {
      const known = this.judged.get(keyOf(row));
      if (known) result.set(keyOf(row), known);
      else unread.add(row.attestation_id);
    }
    const documents = new Map<string, StoredAttestation>();
    for (const ids of inBatches([...unread], BATCH)) {
      const found = await this.knex<AttestationRow>('attestations').whereIn(
        'attestation_id',
        ids,
      );
      for (const row of found) {
        documents.set(row.attestation_id, toAttestation(row));
      }
    }
    for (const row of rows) {
      if (!result.has(keyOf(row))) {
        const of = documents.get(row.attestation_id);
        const judged = of?.document.tables.find(
          ({ expectation }) => expectation.tableEntityRef === row.table_ref,
        );
        result.set(keyOf(row), judged ?? withoutProof(row));
      }
    }
    return result;
  }
}

function inBatches<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

function keyOf(row: TableRow): string {
  return `${row.attestation_id} ${row.table_ref}`;
}

/** What stands in the place of a table whose attestation is not as it was. */
function withoutProof(row: TableRow): JudgedTable {
  const { expectation }: JudgedTable = JSON.parse(row.document);
  return { expectation, verdict: 'unproved', text: CHANGED, checks: [] };
}

/** What was changed after it was attested says nothing, not even of what it is about. */
function toAttestation(row: AttestationRow): StoredAttestation {
  const { document: text, content_hash: contentHash } = row;
  if (sha256(text) === contentHash) {
    return { document: JSON.parse(text), contentHash, intact: true };
  }
  const document: AttestationDocument = {
    version: 1,
    id: row.attestation_id,
    runId: row.run_id,
    team: row.team_ref,
    roleArn: '',
    accountName: '',
    requestedBy: '',
    script: { name: '', sha256: '' },
    verdict: 'unproved',
    text: CHANGED,
    tables: [],
    attestedAt: row.attested_at,
  };
  return { document, contentHash, intact: false };
}
