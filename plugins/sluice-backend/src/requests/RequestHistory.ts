import { InputError, NotFoundError } from '@backstage/errors';
import {
  AccessRequest,
  replayRequest,
  sentenceOf,
  SluiceApi,
} from '@sluice/plugin-sluice-common';
import { SluiceClock } from '@sluice/plugin-sluice-node';
import { isDeepStrictEqual } from 'util';
import { ExportedHistory, exportHistory, HistoryFormat } from './exportHistory';
import {
  RequestEventFilter,
  RequestEvents,
  StoredRequestEvent,
} from './RequestEvents';
import { RequestStore } from './RequestStore';

/** Events that are read at once. */
const BATCH_SIZE = 200;
/** Events of one export: some 20 MB, which a browser and a spreadsheet still take. */
const MAX_EXPORTED = 10_000;

/** What the caller may see of the history. */
export interface HistoryReader {
  mayRead(request: AccessRequest): boolean;
}

/** Tells what happened to requests, to whoever may read the request. */
export class RequestHistory {
  private readonly events: RequestEvents;
  private readonly store: RequestStore;
  private readonly clock: SluiceClock;
  private readonly maxExported: number;

  constructor(options: {
    events: RequestEvents;
    store: RequestStore;
    clock: SluiceClock;
    maxExported?: number;
  }) {
    this.events = options.events;
    this.store = options.store;
    this.clock = options.clock;
    this.maxExported = options.maxExported ?? MAX_EXPORTED;
  }

  /** All that happened to a request, oldest first. */
  async ofRequest(requestId: string): Promise<SluiceApi.HistoryEntry[]> {
    const found = await this.events.ofRequests([requestId]);
    return this.entriesOf(found.get(requestId) ?? []);
  }

  /** Newest first. Pages are full for as long as there is more that the caller may see. */
  async page(
    filter: RequestEventFilter,
    options: HistoryReader & { limit: number; before?: number },
  ): Promise<{ items: SluiceApi.HistoryEntry[]; next?: number }> {
    const { limit, mayRead } = options;
    const readable = this.readableBy(mayRead);
    const found: StoredRequestEvent[] = [];
    let before = options.before;
    let batch: StoredRequestEvent[];
    do {
      batch = await this.events.page(filter, { limit: BATCH_SIZE, before });
      found.push(...(await readable(batch)));
      before = batch.at(-1)?.id;
    } while (batch.length === BATCH_SIZE && found.length <= limit);
    const items = found.slice(0, limit);
    return {
      items: await this.entriesOf(items),
      ...(found.length > limit && { next: items[limit - 1].id }),
    };
  }

  /**
   * As a file, oldest first.
   * @throws InputError when there is more than one file takes
   */
  async export(
    filter: RequestEventFilter,
    options: HistoryReader & { format: HistoryFormat },
  ): Promise<ExportedHistory> {
    const readable = this.readableBy(options.mayRead);
    const found: StoredRequestEvent[] = [];
    let after: number | undefined;
    let batch: StoredRequestEvent[];
    do {
      batch = await this.events.pageForward(filter, {
        limit: BATCH_SIZE,
        after,
      });
      found.push(...(await readable(batch)));
      if (found.length > this.maxExported) {
        throw new InputError(
          `The history that you ask for has more than ${this.maxExported} events, which is all that one file takes. Narrow it by team, table or product, or export it in parts by 'since' and 'until'.`,
        );
      }
      after = batch.at(-1)?.id;
    } while (batch.length === BATCH_SIZE);
    return exportHistory(await this.entriesOf(found), {
      format: options.format,
      filter,
      at: this.clock.now(),
    });
  }

  /**
   * A request as its events say that it is.
   * @throws NotFoundError when nothing ever happened to it
   */
  async replay(requestId: string): Promise<AccessRequest> {
    const found = await this.events.ofRequests([requestId]);
    const events = found.get(requestId);
    if (!events) throw new NotFoundError(`There is no request ${requestId}`);
    return replayRequest(events);
  }

  /** Ids of the requests that are not what their events say: there should be none. */
  async verify(): Promise<string[]> {
    const wrong: string[] = [];
    let before: number | undefined;
    do {
      const page = await this.store.page({}, { limit: BATCH_SIZE, before });
      const events = await this.events.ofRequests(
        page.items.map(({ id }) => id),
      );
      for (const request of page.items) {
        const replayed = replayRequest(events.get(request.id) ?? []);
        // Stored as JSON, which knows no members without a value.
        const expected = JSON.parse(JSON.stringify(replayed));
        if (!isDeepStrictEqual(request, expected)) wrong.push(request.id);
      }
      before = page.next;
    } while (before !== undefined);
    return wrong;
  }

  /** Asks once about each request, however much happened to it. */
  private readableBy(mayRead: HistoryReader['mayRead']) {
    const answers = new Map<string, boolean>();
    return async (batch: StoredRequestEvent[]) => {
      const ids = new Set(batch.map(({ requestId }) => requestId));
      const unknown = [...ids].filter(id => !answers.has(id));
      for (const request of await this.store.find({ ids: unknown })) {
        answers.set(request.id, mayRead(request));
      }
      return batch.filter(({ requestId }) => answers.get(requestId) === true);
    };
  }

  /** With the tables that the request was about when the event happened. */
  private async entriesOf(
    wanted: StoredRequestEvent[],
  ): Promise<SluiceApi.HistoryEntry[]> {
    const ids = [...new Set(wanted.map(({ requestId }) => requestId))];
    const tables = new Map<number, string[]>();
    for (const chunk of chunks(ids)) {
      for (const events of (await this.events.ofRequests(chunk)).values()) {
        let current: string[] = [];
        for (const { id, event } of events) {
          if ('terms' in event && event.terms) {
            current = event.terms.tables.map(({ table }) => table);
          }
          tables.set(id, current);
        }
      }
    }
    return wanted.map(stored => toEntry(stored, tables.get(stored.id)!));
  }
}

function toEntry(
  stored: StoredRequestEvent,
  tables: string[],
): SluiceApi.HistoryEntry {
  const { id, at, requestId, grantId, revision, actor, team } = stored;
  const { type, ...details } = stored.event;
  return {
    id,
    at,
    requestId,
    grantId,
    revision,
    type,
    text: sentenceOf(stored),
    actor,
    team,
    tables,
    details,
  };
}

function* chunks<T>(items: T[]): Generator<T[]> {
  for (let i = 0; i < items.length; i += BATCH_SIZE) {
    yield items.slice(i, i + BATCH_SIZE);
  }
}
