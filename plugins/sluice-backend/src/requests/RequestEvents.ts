import { NotFoundError } from '@backstage/errors';
import {
  RecordedRequestEvent,
  RequestEventType,
} from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';

/** An event with its place among all events. */
export interface StoredRequestEvent extends RecordedRequestEvent {
  /** Rises with every event of every request. */
  id: number;
  grantId: string;
  /** Entity ref of the team that asks. */
  team: string;
}

/** Which events are looked for; what is absent does not matter. */
export interface RequestEventFilter {
  team?: string;
  /** Entity refs of tables, one of which the request asked for at some time. */
  tables?: string[];
  requestId?: string;
  grantId?: string;
  /** Of the access review in which it was answered. */
  reviewId?: string;
  /** Entity ref of who did it, who asked, or in whose place it was decided. */
  person?: string;
  type?: RequestEventType;
  /** ISO 8601 UTC; from then on. */
  since?: string;
  /** ISO 8601 UTC; before then. */
  until?: string;
}

interface EventRow {
  id: number;
  request_id: string;
  grant_id: string;
  revision: number;
  at: string;
  actor: string;
  type: RequestEventType;
  team: string;
  document: string;
  announced: boolean;
}

/**
 * Looks up what happened to requests. Events are written by the store of
 * requests and never change, but for whether they were announced.
 */
export class RequestEvents {
  constructor(private readonly knex: Knex) {}

  /** Newest first. */
  async page(
    filter: RequestEventFilter,
    { limit, before }: { limit: number; before?: number },
  ): Promise<StoredRequestEvent[]> {
    const query = this.query(filter).orderBy('id', 'desc').limit(limit);
    if (before !== undefined) query.where('id', '<', before);
    return (await query).map(toEvent);
  }

  /** Oldest first. */
  async pageForward(
    filter: RequestEventFilter,
    { limit, after }: { limit: number; after?: number },
  ): Promise<StoredRequestEvent[]> {
    const query = this.query(filter).orderBy('id').limit(limit);
    if (after !== undefined) query.where('id', '>', after);
    return (await query).map(toEvent);
  }

  /** All that ever happened to some requests, each in order. */
  async ofRequests(ids: string[]): Promise<Map<string, StoredRequestEvent[]>> {
    const rows = await this.knex<EventRow>('access_request_events')
      .whereIn('request_id', ids)
      .orderBy(['request_id', 'revision']);
    const byRequest = new Map<string, StoredRequestEvent[]>();
    for (const event of rows.map(toEvent)) {
      const events = byRequest.get(event.requestId);
      if (events) events.push(event);
      else byRequest.set(event.requestId, [event]);
    }
    return byRequest;
  }

  async get(id: number): Promise<StoredRequestEvent> {
    const row = await this.knex<EventRow>('access_request_events')
      .where({ id })
      .first();
    if (!row) throw new NotFoundError(`There is no event ${id}`);
    return toEvent(row);
  }

  /** Ids of events that nobody was told of yet, oldest first. */
  async unannounced(options: {
    after: number;
    limit: number;
  }): Promise<number[]> {
    const rows = await this.knex<EventRow>('access_request_events')
      .where({ announced: false })
      .where('id', '>', options.after)
      .orderBy('id')
      .limit(options.limit)
      .select('id');
    return rows.map(({ id }) => id);
  }

  /**
   * Marks an event as announced.
   * @returns false when somebody else was quicker
   */
  async claim(tx: Knex.Transaction, id: number): Promise<boolean> {
    const claimed = await tx<EventRow>('access_request_events')
      .where({ id, announced: false })
      .update({ announced: true });
    return claimed === 1;
  }

  private query(
    filter: RequestEventFilter,
  ): Knex.QueryBuilder<EventRow, EventRow[]> {
    const query = this.knex<EventRow>('access_request_events').select('*');
    if (filter.team) query.where('team', filter.team);
    if (filter.requestId) query.where('request_id', filter.requestId);
    if (filter.grantId) query.where('grant_id', filter.grantId);
    if (filter.type) query.where('type', filter.type);
    if (filter.since) query.where('at', '>=', filter.since);
    if (filter.until) query.where('at', '<', filter.until);
    if (filter.tables) query.whereIn('request_id', this.about(filter.tables));
    if (filter.reviewId) {
      query
        .whereIn('type', ['kept', 'revoked'])
        .whereRaw(...holds({ reviewId: filter.reviewId }));
    }
    if (filter.person) this.by(query, filter.person);
    return query as Knex.QueryBuilder<EventRow, EventRow[]>;
  }

  /**
   * Requests that asked for one of the tables at some time: whoever narrows a
   * request to others does not take it out of the history of a table.
   */
  private about(tables: string[]): Knex.QueryBuilder {
    return this.knex('access_request_events')
      .whereIn('type', ['created', 'edited'])
      .where(anyTable => {
        anyTable.whereRaw('1 = 0');
        for (const table of tables) {
          anyTable.orWhereRaw(...holds({ table }));
        }
      })
      .select('request_id');
  }

  private by(query: Knex.QueryBuilder, person: string): void {
    query.where(either =>
      either
        .where('actor', person)
        .orWhereIn(
          'request_id',
          this.knex('access_requests').where('requester', person).select('id'),
        )
        .orWhere(decided =>
          decided
            .whereIn('type', ['stepApproved', 'denied'])
            .whereRaw(...holds({ onBehalfOf: person })),
        ),
    );
  }
}

/** That the JSON of an event has a member of this name and value. */
function holds(member: Record<string, string>): [string, string[]] {
  const json = JSON.stringify(member).slice(1, -1);
  const pattern = `%${json.replace(/[\\%_]/g, '\\$&')}%`;
  return [`document LIKE ? ESCAPE '\\'`, [pattern]];
}

function toEvent(row: EventRow): StoredRequestEvent {
  return {
    id: row.id,
    requestId: row.request_id,
    grantId: row.grant_id,
    revision: row.revision,
    at: row.at,
    actor: row.actor,
    team: row.team,
    event: JSON.parse(row.document),
  };
}
