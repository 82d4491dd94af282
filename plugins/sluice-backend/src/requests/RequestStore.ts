import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  AccessRequest,
  AgreementStatus,
  applyRequestEvent,
  FulfilmentStatus,
  RecordedRequestEvent,
  RequestEvent,
  TransitionError,
} from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import { askingKey } from './twins';

/** What happens to one request. */
export interface RequestChange {
  requestId: string;
  /** What the request was when this was decided; 0 for one that is to be made. */
  revision: number;
  /** ISO 8601. */
  at: string;
  /** Entity ref of a person, or `sluice`. */
  actor: string;
  events: RequestEvent[];
}

/** A request after something happened to it. */
export interface RecordedChange {
  request: AccessRequest;
  events: RecordedRequestEvent[];
}

interface RequestRow {
  position: number;
  id: string;
  grant_id: string;
  revision: number;
  team: string;
  requester: string;
  agreement_status: AgreementStatus;
  fulfilment_status: FulfilmentStatus;
  starts_at: string | null;
  expires_at: string | null;
  document: string;
  created_at: string;
  updated_at: string;
  pending_key: string | null;
  successor_of: string | null;
}

/** Which requests are looked for; what is absent does not matter. */
export interface RequestFilter {
  ids?: string[];
  grantId?: string;
  teams?: string[];
  tables?: string[];
  agreement?: readonly AgreementStatus[];
  fulfilment?: readonly FulfilmentStatus[];
  /** ISO 8601: those whose access ends then or before. */
  expiresUntil?: string;
}

/**
 * Requests and their events. A request is written together with the events that
 * made it so, and only if nobody else wrote it since it was read.
 */
export class RequestStore {
  constructor(private readonly knex: Knex) {}

  /** @throws NotFoundError */
  async get(id: string): Promise<AccessRequest> {
    const row = await this.knex<RequestRow>('access_requests')
      .where({ id })
      .first();
    if (!row) throw new NotFoundError(`There is no request ${id}`);
    return toRequest(row);
  }

  /** In the order in which they were made. */
  async find(filter: RequestFilter): Promise<AccessRequest[]> {
    const rows = await this.query(filter).orderBy('position');
    return rows.map(toRequest);
  }

  /** Newest first. */
  async page(
    filter: RequestFilter,
    { limit, before }: { limit: number; before?: number },
  ): Promise<{ items: AccessRequest[]; next?: number }> {
    const query = this.query(filter).orderBy('position', 'desc').limit(limit);
    const rows = await (before === undefined
      ? query
      : query.where('position', '<', before));
    return {
      items: rows.map(toRequest),
      ...(rows.length === limit && { next: rows[rows.length - 1].position }),
    };
  }

  /**
   * Rises with every event of every request, so that whoever keeps what they read
   * knows that it is old. Not the highest id of an event: of two that are written
   * side by side, the higher may be there first.
   */
  async revision(): Promise<number> {
    const row = await this.knex<RequestRow>('access_requests')
      .sum({ revision: 'revision' })
      .first();
    return Number(row?.revision ?? 0);
  }

  /**
   * Writes what happened, to several requests at once or to none.
   * @throws ConflictError when a request is no longer as it was, or the event
   * cannot happen to it; the database's own error when another request that is
   * pending asks for the same
   */
  async record(
    changes: RequestChange[],
    alongside: (tx: Knex.Transaction) => Promise<void> = async () => {},
  ): Promise<RecordedChange[]> {
    return this.knex.transaction(async tx => {
      const recorded: RecordedChange[] = [];
      for (const change of changes) {
        recorded.push(await this.recordOne(tx, change));
      }
      await alongside(tx);
      return recorded;
    });
  }

  /**
   * Makes sure, in somebody else's transaction, that a request is as it was, and
   * that nobody changes it before that transaction ends.
   * @throws ConflictError when it is no longer as it was
   */
  async hold(
    tx: Knex.Transaction,
    { id, revision }: Pick<AccessRequest, 'id' | 'revision'>,
  ): Promise<void> {
    const held = await tx<RequestRow>('access_requests')
      .where({ id, revision })
      .update({ revision });
    if (held === 0) throw staleError(id);
  }

  private async recordOne(
    tx: Knex.Transaction,
    { requestId, revision, at, actor, events }: RequestChange,
  ): Promise<RecordedChange> {
    const row = await tx<RequestRow>('access_requests')
      .where({ id: requestId })
      .first();
    if ((row?.revision ?? 0) !== revision) throw staleError(requestId, row);
    const recordedEvents = events.map((event, index) => ({
      requestId,
      revision: revision + index + 1,
      at,
      actor,
      event,
    }));
    const request = applied(row && toRequest(row), recordedEvents);
    await this.write(tx, request, revision);
    await tx('access_request_events').insert(
      recordedEvents.map(recorded => ({
        request_id: requestId,
        grant_id: request.grantId,
        revision: recorded.revision,
        at,
        actor,
        type: recorded.event.type,
        team: request.team,
        document: JSON.stringify(recorded.event),
      })),
    );
    return { request, events: recordedEvents };
  }

  private async write(
    tx: Knex.Transaction,
    request: AccessRequest,
    expectedRevision: number,
  ): Promise<void> {
    const { id, agreement, fulfilment } = request;
    const columns = {
      revision: request.revision,
      agreement_status: agreement.status,
      fulfilment_status: fulfilment.status,
      starts_at: agreement.startsAt ?? request.terms.startsAt ?? null,
      expires_at: agreement.expiresAt ?? null,
      document: JSON.stringify(request),
      updated_at: request.updatedAt,
      ...claimsOf(request),
    };
    if (expectedRevision === 0) {
      await tx<RequestRow>('access_requests').insert({
        id,
        grant_id: request.grantId,
        team: request.team,
        requester: request.requester,
        created_at: request.createdAt,
        ...columns,
      });
    } else {
      const written = await tx<RequestRow>('access_requests')
        .where({ id, revision: expectedRevision })
        .update(columns);
      // Another backend was quicker, between our reading and now.
      if (written === 0) throw staleError(id);
      await tx('access_request_tables').where({ request_id: id }).delete();
    }
    await tx('access_request_tables').insert(
      request.terms.tables.map(({ table }) => ({
        request_id: id,
        table_ref: table,
      })),
    );
  }

  private query(
    filter: RequestFilter,
  ): Knex.QueryBuilder<RequestRow, RequestRow[]> {
    const query = this.knex<RequestRow>('access_requests').select('*');
    if (filter.ids) query.whereIn('id', filter.ids);
    if (filter.grantId) query.where('grant_id', filter.grantId);
    if (filter.teams) query.whereIn('team', filter.teams);
    if (filter.tables) {
      query.whereIn(
        'id',
        this.knex('access_request_tables')
          .whereIn('table_ref', filter.tables)
          .select('request_id'),
      );
    }
    if (filter.agreement) {
      query.whereIn('agreement_status', [...filter.agreement]);
    }
    if (filter.fulfilment) {
      query.whereIn('fulfilment_status', [...filter.fulfilment]);
    }
    if (filter.expiresUntil) {
      query.where('expires_at', '<=', filter.expiresUntil);
    }
    return query as Knex.QueryBuilder<RequestRow, RequestRow[]>;
  }
}

/** What no two requests may claim at the same time; the database sees to it. */
function claimsOf(
  request: AccessRequest,
): Pick<RequestRow, 'pending_key' | 'successor_of'> {
  const { status } = request.agreement;
  const isPending = status === 'pending';
  return {
    pending_key: isPending ? askingKey(request) : null,
    successor_of:
      isPending || status === 'approved' ? request.supersedes ?? null : null,
  };
}

/** Parsed from its document; the columns beside it are for looking it up. */
function toRequest({ document }: Pick<RequestRow, 'document'>): AccessRequest {
  return JSON.parse(document);
}

function applied(
  before: AccessRequest | undefined,
  events: RecordedRequestEvent[],
): AccessRequest {
  try {
    return events.reduce(applyRequestEvent, before)!;
  } catch (error) {
    if (error instanceof TransitionError) {
      throw new ConflictError(error.message);
    }
    throw error;
  }
}

/** Somebody decides on what is not there any more. */
export function staleError(
  id: string,
  row?: Pick<RequestRow, 'revision'>,
): Error {
  return new ConflictError(
    `Request ${id} has changed since you looked at it${
      row ? `; it is at revision ${row.revision} now` : ''
    }. Look at it again before you decide.`,
  );
}
