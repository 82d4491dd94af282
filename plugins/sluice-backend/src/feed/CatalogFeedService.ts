import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { SluiceApi } from '@sluice/plugin-sluice-common';
import { AccessSnapshot } from '../access';
import { canonicalJson, OBSERVATION_PARTS, sha256 } from '../store';
import { grantEntities } from './grantEntities';
import { LiveAgreement, LiveAgreements } from './LiveAgreements';
import { tableEntities } from './tableEntities';
import { teamResourceEntities } from './teamResourceEntities';

/** Entities of one page, unless the reader says how many. */
const DEFAULT_LIMIT = 200;

interface Feed {
  /** What it was made from; see {@link feedKey}. */
  key: unknown[];
  revision: string;
  items: Entity[];
}

/**
 * What was observed, and what was agreed on about it, as catalog entities. Made
 * once for as long as neither observations nor teams nor products nor agreements
 * differ.
 */
export class CatalogFeedService {
  private feed: Feed | undefined;

  constructor(
    private readonly options: {
      /** Entity ref of who owns what no data product and no team owns. */
      defaultOwner: string;
      agreements: Pick<LiveAgreements, 'current'>;
    },
  ) {}

  /** One page. A reader that sees the revision change between two pages has to begin anew. */
  async page(
    snapshot: AccessSnapshot,
    request: { limit?: number; cursor?: string },
  ): Promise<SluiceApi.CatalogFeed> {
    const agreements = await this.options.agreements.current();
    const { revision, items } = this.feedOf(snapshot, agreements);
    const start = offsetOf(request.cursor);
    const end = start + (request.limit ?? DEFAULT_LIMIT);
    return {
      revision,
      items: items.slice(start, end),
      ...(end < items.length && { nextCursor: String(end) }),
      complete: isComplete(snapshot),
    };
  }

  private feedOf(
    snapshot: AccessSnapshot,
    agreements: readonly LiveAgreement[],
  ): Feed {
    const key = feedKey(snapshot, agreements);
    if (
      this.feed?.key.length !== key.length ||
      this.feed.key.some((part, index) => part !== key[index])
    ) {
      const { defaultOwner } = this.options;
      const items = inOrder([
        ...tableEntities(snapshot, defaultOwner),
        ...teamResourceEntities(snapshot, defaultOwner),
        ...grantEntities(snapshot, agreements),
      ]);
      this.feed = { key, revision: sha256(canonicalJson(items)), items };
    }
    return this.feed;
  }
}

/** A newer observation that found the same changes no entity; one that grew stale does. */
function feedKey(
  snapshot: AccessSnapshot,
  agreements: readonly LiveAgreement[],
): unknown[] {
  return [
    agreements,
    snapshot.world,
    snapshot.teams,
    snapshot.products,
    ...snapshot.accounts.map(({ stale }) => stale),
  ];
}

/** Whether whatever is missing from the feed is really gone. */
function isComplete({ accounts }: AccessSnapshot): boolean {
  return accounts.every(
    ({ run }) =>
      run && OBSERVATION_PARTS.every(part => run.partsRead.includes(part)),
  );
}

/** In the order of their refs; the catalog refuses a batch that names one twice, so the first stays. */
function inOrder(entities: Entity[]): Entity[] {
  const byRef = new Map<string, Entity>();
  for (const entity of entities) {
    const ref = stringifyEntityRef(entity);
    if (!byRef.has(ref)) byRef.set(ref, entity);
  }
  return [...byRef]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, entity]) => entity);
}

function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  throw new InputError('The cursor is not valid; begin without one');
}
