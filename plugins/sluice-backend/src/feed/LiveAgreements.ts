import { AccessRequest, mayHoldRights } from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import { RequestStore } from '../requests';
import { canonicalJson } from '../store';

/**
 * What people agreed on about one team and one table, as far as the catalog says
 * it. Nothing in it changes by the mere passing of time.
 */
export interface LiveAgreement {
  /** Id of the request. */
  request: string;
  team: string;
  table: string;
  tableUuid?: string;
  /** Of the columns that the team may read. */
  fieldIds: number[];
  /** Whether it is about every row. */
  allRows: boolean;
  /** Whether its start has come, so that it is what Sluice makes true. */
  begun: boolean;
  purpose: string;
  startsAt: string;
  expiresAt: string;
  requestedBy: string;
  approvedBy: string[];
}

/** The agreements that hold, read anew only when something happened to a request. */
export class LiveAgreements {
  private readonly store: RequestStore;
  private known: {
    revision: number;
    text: string;
    agreements: readonly LiveAgreement[];
  } = { revision: 0, text: '[]', agreements: [] };

  constructor(knex: Knex) {
    this.store = new RequestStore(knex);
  }

  /** In the order in which they were asked for; the same array while they are the same. */
  async current(): Promise<readonly LiveAgreement[]> {
    // Before the agreements: what happens in between is read once more, not missed.
    const revision = await this.store.revision();
    if (revision !== this.known.revision) {
      const requests = await this.store.find({ agreement: ['approved'] });
      const agreements = requests.flatMap(agreementsOf);
      const text = canonicalJson(agreements);
      // Most of what happens, a reminder say, is nothing to the catalog.
      this.known =
        text === this.known.text
          ? { ...this.known, revision }
          : { revision, text, agreements };
    }
    return this.known.agreements;
  }
}

/** One for each table of a request that was approved. */
function agreementsOf(request: AccessRequest): LiveAgreement[] {
  const { id, team, purpose, requester, terms, agreement } = request;
  return terms.tables.map(({ table, tableUuid, columns, rowFilter }) => ({
    request: id,
    team,
    table,
    ...(tableUuid && { tableUuid }),
    fieldIds: columns.map(({ fieldId }) => fieldId),
    allRows: rowFilter === undefined,
    begun: mayHoldRights(request),
    purpose,
    // Set on approval.
    startsAt: agreement.startsAt!,
    expiresAt: agreement.expiresAt!,
    requestedBy: requester,
    approvedBy: approversOf(request, table),
  }));
}

/** Who approved it for this table; not who was asked about another of the request. */
function approversOf({ agreement }: AccessRequest, table: string): string[] {
  const concerns = new Set(
    agreement.steps
      .filter(
        ({ approvers }) =>
          approvers.kind === 'members' || approvers.tables.includes(table),
      )
      .map(({ id }) => id),
  );
  const people = agreement.decisions
    .filter(
      ({ stepId, outcome }) => outcome === 'approved' && concerns.has(stepId),
    )
    .map(({ by }) => by);
  return [...new Set(people)];
}
